package io.framemill.worker.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What a process uses, as Linux tells; each may be empty elsewhere and once it has ended. */
interface ProcessUsage {
  /** Memory that it holds now (resident set), in bytes. */
  OptionalLong residentBytes();

  /** What it has written since it started, to files and pipes, in bytes. */
  OptionalLong writtenBytes();

  /**
   * CPU time of all its threads since it started, user and system. Time in which it waits for a
   * processor, a disk or a word is not part of it.
   */
  Optional<Duration> cpuTime();

  /** That of a process of this user. */
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
