package io.framemill.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands before a slot's command, as far as the machine has these programs. Each replaces
 * itself by the next one, so that the process and its pipes stay the same.
 */
final class SlotLauncher {
  /** Below what else runs on the machine; also in the order of the disk, which follows from it. */
  static final int NICENESS = 10;

  /** If memory runs out, Linux rather ends a slot than its worker; 1000 is the most. */
  static final int OUT_OF_MEMORY_SCORE = 500;

  private static final Path SHELL = Path.of("/bin/sh");

  /** No file that everybody can write, no memory of ours in a core file. */
  private static final String LIMITS =
      "umask o-w; ulimit -c 0; { echo "
          + OUT_OF_MEMORY_SCORE
          + " > /proc/self/oom_score_adj; } 2>/dev/null; exec \"$@\"";

  private SlotLauncher() {}

  /** Words to put before a command; empty if there is none of the programs. */
  static List<String> prefix() {
    List<String> prefix = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      prefix.addAll(List.of(SHELL.toString(), "-c", LIMITS, "framemill-slot"));
    }
    // util-linux. From then on no program can give the process more rights than it has.
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
