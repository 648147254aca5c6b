package io.framemill.cli.e2e.faults;

import io.framemill.worker.sandbox.OpenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Kills every slot that opens a file, as soon as it has. Linux: it looks into {@code /proc}. */
final class SlotKiller implements AutoCloseable {
  private static final long LOOK_NANOS = 2_000_000;

  private final Site site;
  private final Path file;
  private final Set<Long> killed = new HashSet<>();
  private final Thread thread = new Thread(this::run, "slot-killer");
  private volatile boolean closed;

  /** Starts to watch. */
  SlotKiller(Site site, Path file) throws IOException {
    this.site = site;
    this.file = file.toRealPath();
    thread.setDaemon(true);
    thread.start();
  }

  /** How many slots it has killed. */
  int killed() {
    synchronized (killed) {
      return killed.size();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void run() {
    while (!closed) {
      site.slots().stream().filter(this::hasItOpen).forEach(this::kill);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void kill(ProcessHandle slot) {
    slot.destroyForcibly();
    synchronized (killed) {
      killed.add(slot.pid());
    }
  }

  private boolean hasItOpen(ProcessHandle slot) {
    return OpenFiles.of(slot.pid()).containsValue(file.toString());
  }
}
