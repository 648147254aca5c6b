package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A disk that can be filled up, and freed again. Closing frees it for good. */
interface FullDisk extends AutoCloseable {
  /** From now on nothing can be written. */
  void fill() throws IOException;

  /** From now on all can be written again. */
  void free() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * A small file system of its own, where this user may mount one; else processes that may not
   * write. Says on standard output which it is.
   *
   * @param directory an empty one
   * @param writers the processes that write there
   * @param mount whether to mount, if that is allowed
   */
  @SuppressWarnings("SystemOut")
  static FullDisk of(Path directory, Supplier<List<ProcessHandle>> writers, boolean mount)
      throws IOException {
    if (mount && TmpfsDisk.isAllowed()) {
      System.out.println("Disk to be filled: a file system mounted at " + directory);
      return TmpfsDisk.mount(directory);
    }
    System.out.println("Disk to be filled: a limit on what writes to " + directory);
    return new LimitedWriters(writers);
  }
}
