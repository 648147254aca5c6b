package io.framemill.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells about a process: proc(5). All figures are 0 for a process that is gone.
 *
 * <p>A process that ends and another that gets its number would be mixed up; numbers are not used
 * again so soon.
 */
public final class ProcFiles {
  /** {@code getconf CLK_TCK}: 100 on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  // Places in "stat", counted from the field behind the name in parentheses, which is the third.
  private static final int USER_TIME = 14 - 3;
  private static final int CHILDREN_USER_TIME = 16 - 3;

  private static final int BYTES_PER_KIB = 1024;

  private final Path directory;

  public ProcFiles(long pid) {
    this.directory = Path.of("/proc", Long.toString(pid));
  }

  /** Of all its threads, user and system; children not counted. */
  public double cpuSeconds() {
    return seconds(USER_TIME);
  }

  /** Of all children that have ended and were waited for, and of their children likewise. */
  double endedChildrenCpuSeconds() {
    return seconds(CHILDREN_USER_TIME);
  }

  /** User time and the system time behind it. */
  private double seconds(int userField) {
    String stat = text("stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return 0;
    }
    String[] fields = stat.substring(end + 2).split(" ");
    return (Long.parseLong(fields[userField]) + Long.parseLong(fields[userField + 1]))
        / TICKS_PER_SECOND;
  }

  /** Proportional set size. */
  public long memoryBytes() {
    for (String line : text("smaps_rollup").split("\n")) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB;
      }
    }
    return 0;
  }

  private String text(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }
}
