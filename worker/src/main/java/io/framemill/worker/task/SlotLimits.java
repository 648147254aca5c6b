package io.framemill.worker.task;

import java.time.Duration;

/**
 * When a slot is ended although it still runs.
 *
 * @param silence longest time without a sign of progress while it starts or runs a task; above 0
 * @param residentBytes most memory that the process may hold (resident set), checked about once a
 *     second while it runs a task; above 0. Linux only: elsewhere it is not checked
 */
public record SlotLimits(Duration silence, long residentBytes) {
  /** {@link #silence} unless configured. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);

  /** What one slot may always hold: more than the largest ladder at 1080p takes. */
  static final long MIN_RESIDENT_BYTES = 1L << 30;

  public SlotLimits {
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("silence limit is not positive: " + silence);
    }
    if (residentBytes <= 0) {
      throw new IllegalArgumentException("memory limit is not positive: " + residentBytes);
    }
  }

  /**
   * The usual limits: each slot may hold its share of the machine's memory, and 1 GiB in any case.
   *
   * @param slots how many share the machine, from 1
   */
  public static SlotLimits ofThisMachine(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a worker has at least one slot: " + slots);
    }
    return new SlotLimits(
        DEFAULT_SILENCE, Math.max(MIN_RESIDENT_BYTES, Memory.ofMachine() / slots));
  }
}
