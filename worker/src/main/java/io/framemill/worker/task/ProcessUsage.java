package io.framemill.worker.task;

import java.nio.file.Path;
import java.util.OptionalLong;

/** What a process uses, as Linux tells; each is empty elsewhere, and once the process has ended. */
interface ProcessUsage {
  /** Memory that it holds now (resident set), in bytes. */
  OptionalLong residentBytes();

  /** What it has written since it started, to files and pipes, in bytes. */
  OptionalLong writtenBytes();

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
    };
  }
}
