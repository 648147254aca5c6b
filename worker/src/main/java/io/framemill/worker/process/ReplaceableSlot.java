package io.framemill.worker.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns one slot process and replaces it with a fresh one when needed. Used by one thread. */
public final class ReplaceableSlot implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplaceableSlot.class);
  private static final String CANNOT_START = "{} cannot be started yet: {}";

  /** Far more than a start takes; a slot that hangs must not delay the others. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final SlotCommand command;
  private final SlotLimits limits;
  private final Semaphore starts;
  private @Nullable SlotProcess slot;

  /**
   * @param starts a permit for each slot that may start at the same time, see {@link #prepare}
   */
  public ReplaceableSlot(String name, SlotCommand command, SlotLimits limits, Semaphore starts) {
    this.name = name;
    this.command = command;
    this.limits = limits;
    this.starts = starts;
  }

  /** The limits of its slots. */
  public SlotLimits limits() {
    return limits;
  }

  /**
   * The slot; started if none is alive.
   *
   * @throws IOException if it cannot be started
   */
  public SlotProcess slot() throws IOException {
    SlotProcess current = slot;
    if (current != null && current.isAlive()) {
      return current;
    }
    if (current != null) {
      log.warn(
          "{} (process {}) ended while it was idle ({}); starting another",
          name,
          current.pid(),
          current.endReason());
      current.close();
    }
    SlotProcess fresh = SlotProcess.start(name, command, limits);
    slot = fresh;
    return fresh;
  }

  /**
   * Starts the slot before its first task and waits until it is ready; a failure shows at that
   * task. Slots that start one after the other are ready sooner, the first of them much sooner,
   * than slots that share the processor.
   */
  public void prepare() throws InterruptedException {
    starts.acquire();
    try {
      slot().awaitReady(START_PATIENCE);
    } catch (IOException e) {
      log.warn(CANNOT_START, name, e.toString());
    } finally {
      starts.release();
    }
  }

  /** Ends the slot and starts another in advance of the next task, without waiting for it. */
  public void replace() {
    close();
    try {
      slot();
    } catch (IOException e) {
      log.warn(CANNOT_START, name, e.toString());
    }
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
