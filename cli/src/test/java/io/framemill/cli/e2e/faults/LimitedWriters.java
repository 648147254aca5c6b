package io.framemill.cli.e2e.faults;

import java.util.List;
import java.util.function.Supplier;

/**
 * Fills no disk, but lets no process write a file beyond its first bytes, as {@code ulimit -f}
 * does. Needs no privilege. Linux.
 */
final class LimitedWriters implements FullDisk {
  private final Supplier<List<ProcessHandle>> writers;

  /**
   * @param writers those that are there at a moment
   */
  LimitedWriters(Supplier<List<ProcessHandle>> writers) {
    this.writers = writers;
  }

  @Override
  public void fill() {
    limit("16:");
  }

  @Override
  public void free() {
    limit("unlimited:");
  }

  @Override
  public void close() {
    free();
  }

  // The soft limit alone: what only root could raise again stays as it is.
  private void limit(String bytes) {
    for (ProcessHandle writer : writers.get()) {
      Commands.succeeds("prlimit", "--pid", "" + writer.pid(), "--fsize=" + bytes);
    }
  }
}
