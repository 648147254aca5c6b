package io.framemill.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads memory sizes from Linux's {@code /proc} and cgroups (version 2). */
final class Memory {
  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final Path CGROUP_LIMIT = Path.of("/sys/fs/cgroup/memory.max");
  private static final long BYTES_PER_KIB = 1024;

  private Memory() {}

  /** Memory of the machine or the container in bytes; {@link Long#MAX_VALUE} if unknown. */
  static long ofMachine() {
    return Math.min(
        field(MACHINE, "MemTotal").orElse(Long.MAX_VALUE),
        number(CGROUP_LIMIT).orElse(Long.MAX_VALUE));
  }

  /** Resident set of a process in bytes; empty if it has ended or this is not Linux. */
  static OptionalLong residentBytes(long pid) {
    return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS");
  }

  /** A field of the form {@code Name: 123 kB} or {@code Name: 123}, in bytes. */
  static OptionalLong field(Path file, String name) {
    try {
      Matcher matcher =
          Pattern.compile("^" + name + ":\\s*(\\d+)( kB)?$", Pattern.MULTILINE)
              .matcher(Files.readString(file));
      if (!matcher.find()) {
        return OptionalLong.empty();
      }
      long unit = matcher.group(2) == null ? 1 : BYTES_PER_KIB;
      return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong number(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
