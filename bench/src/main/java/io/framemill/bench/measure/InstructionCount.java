package io.framemill.bench.measure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** User instructions of a command and all its descendants, counted by {@code perf stat}. */
public final class InstructionCount {
  private static final String EVENT = "instructions:u";

  private InstructionCount() {}

  /** Whether {@code perf} is installed and this machine lets it count. */
  static boolean works(Path directory) throws IOException, InterruptedException {
    Path counts = directory.resolve("instructions-probe.txt");
    try {
      Process process =
          new ProcessBuilder(wrapped(List.of("true"), counts)).redirectErrorStream(true).start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return process.waitFor() == 0 && read(counts) > 0;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /** The command under {@code perf}, which writes its counts into a file. */
  static List<String> wrapped(List<String> command, Path counts) {
    List<String> all =
        new ArrayList<>(List.of("perf", "stat", "-x", ",", "-e", EVENT, "-o", counts.toString()));
    all.add("--");
    all.addAll(command);
    return all;
  }

  /**
   * Reads what {@code perf stat -x ,} wrote.
   *
   * @throws NumberFormatException if it did not count
   */
  public static long read(Path counts) throws IOException {
    for (String line : Files.readAllLines(counts)) {
      if (line.contains(EVENT)) {
        return Long.parseLong(line.substring(0, line.indexOf(',')));
      }
    }
    throw new NumberFormatException("no count in " + counts);
  }
}
