package io.framemill.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Wrapper programs in front of a slot's command ({@code nice}, {@code prlimit} and the like), as
 * far as the machine has them. Each one execs the next, so that process and pipes stay the same.
 */
final class SlotLauncher {
  /**
   * Lower CPU priority than other programs on the machine, and the I/O priority that follows from
   * it.
   */
  static final int NICENESS = 10;

  /** Makes Linux's OOM killer end a slot rather than its worker; the maximum is 1000. */
  static final int OUT_OF_MEMORY_SCORE = 500;

  private static final Path SHELL = Path.of("/bin/sh");

  /** No world-writable files, no core dumps with memory contents. */
  private static final String LIMITS =
      "umask o-w; ulimit -c 0; { echo "
          + OUT_OF_MEMORY_SCORE
          + " > /proc/self/oom_score_adj; } 2>/dev/null; exec \"$@\"";

  private SlotLauncher() {}

  /** The command prefix; empty if none of the programs exist. */
  static List<String> prefix() {
    List<String> prefix = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      prefix.addAll(List.of(SHELL.toString(), "-c", LIMITS, "framemill-slot"));
    }
    // From util-linux. From then on no program can gain privileges.
    program("setpriv").ifPresent(path -> prefix.addAll(List.of(path, "--no-new-privs")));
    program("nice")
        .ifPresent(path -> prefix.addAll(List.of(path, "-n", Integer.toString(NICENESS))));
    return prefix;
  }

  private static Optional<String> program(String name) {
    return Stream.of("/usr/bin/", "/bin/")
        .map(directory -> Path.of(directory + name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
