package io.framemill.worker.task;

import java.nio.file.Path;
import java.util.OptionalLong;

/** What a process uses, as Linux tells; each is empty elsewhere, and once the process has ended. */
interface ProcessUsage {
  /** Memory that it holds now (resident set), in bytes. */
  OptionalLong residentBytes();

  /** What it has written since it started, to files and pipes, in bytes. */
  OptionalLong writtenBytes();

  /**
   * Whether one of its threads runs or would run if a processor were free; false if it waits, for a
   * disk or for a word, and elsewhere than on Linux.
   */
  boolean isComputing();

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
      public boolean isComputing() {
        return ThreadStates.of(pid).anyMatch(state -> state == ThreadStates.RUNNABLE);
      }
    };
  }
}
