package io.framemill.worker.task;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one slot process at hand and puts a fresh one in its place. Used by one thread. */
final class SlotSeat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotSeat.class);

  private final String name;
  private final SlotCommand command;
  private final SlotLimits limits;
  private @Nullable SlotProcess slot;

  SlotSeat(String name, SlotCommand command, SlotLimits limits) {
    this.name = name;
    this.command = command;
    this.limits = limits;
  }

  /**
   * The slot, started if there is none that lives.
   *
   * @throws IOException if it cannot be started
   */
  SlotProcess slot() throws IOException {
    SlotProcess current = slot;
    if (current != null && current.isAlive()) {
      return current;
    }
    if (current != null) {
      log.warn("{} (process {}) ended while it was idle; starting another", name, current.pid());
      current.close();
    }
    SlotProcess fresh = SlotProcess.start(name, command, limits);
    slot = fresh;
    return fresh;
  }

  /** Starts the slot ahead of its first task; what goes wrong shows then. */
  void prepare() {
    try {
      slot();
    } catch (IOException e) {
      log.warn("{} cannot be started yet: {}", name, e.toString());
    }
  }

  /** Ends the slot and starts another ahead of the next task. */
  void replace() {
    close();
    prepare();
  }

  /** Ends the slot. */
  @Override
  public void close() {
    if (slot != null) {
      slot.close();
      slot = null;
    }
  }
}
