package io.framemill.worker.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Resource usage of a process from Linux's {@code /proc}; each value is empty on other systems and
 * once the process has ended.
 */
interface ProcessUsage {
  /** Resident set in bytes. */
  OptionalLong residentBytes();

  /** Bytes written since its start, to files and pipes. */
  OptionalLong writtenBytes();

  /**
   * CPU time of all its threads since it started, user and system. Excludes time in which it waits
   * for a processor, a disk or input.
   */
  Optional<Duration> cpuTime();

  /** Usage of a process of this user. */
  static ProcessUsage of(long pid) {
    return new ProcessUsage() {
      @Override
      public OptionalLong residentBytes() {
        return Memory.residentBytes(pid);
      }

      @Override
      public OptionalLong writtenBytes() {
        return Memory.field(Path.of("/proc", Long.toString(pid), "io"), "wchar");
      }

      @Override
      public Optional<Duration> cpuTime() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
      }
    };
  }
}
