package io.framemill.worker.process;

import io.framemill.worker.limits.SourceLimits;
import java.time.Duration;

/**
 * Limits at which a running slot is ended, and limits on sources.
 *
 * @param silence longest time without a sign of progress while it starts or runs a task; above 0
 * @param taskTime longest time that one task may take; above 0. Time in which this process was
 *     suspended does not count
 * @param residentBytes maximum resident set of the process, checked about once a second while it
 *     runs a task; above 0. Linux only: elsewhere it is not checked
 * @param writtenBytes maximum bytes that one task may write, checked likewise; above 0
 * @param source limits on sources
 */
public record SlotLimits(
    Duration silence,
    Duration taskTime,
    long residentBytes,
    long writtenBytes,
    SourceLimits source) {
  /** {@link #silence} unless configured. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);

  /** {@link #taskTime} unless configured: tasks are planned to take minutes. */
  public static final Duration DEFAULT_TASK_TIME = Duration.ofHours(6);

  /** {@link #writtenBytes} unless configured: two days of video, written twice. */
  public static final long DEFAULT_WRITTEN_BYTES = 128L << 30;

  /** Minimum for each slot: more than the largest ladder at 1080p takes. */
  static final long MIN_RESIDENT_BYTES = 1L << 30;

  public SlotLimits {
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("silence limit is not positive: " + silence);
    }
    if (taskTime.isNegative() || taskTime.isZero()) {
      throw new IllegalArgumentException("time limit is not positive: " + taskTime);
    }
    if (residentBytes <= 0) {
      throw new IllegalArgumentException("memory limit is not positive: " + residentBytes);
    }
    if (writtenBytes <= 0) {
      throw new IllegalArgumentException("output limit is not positive: " + writtenBytes);
    }
  }

  /** The default limits, except for these two. */
  public SlotLimits(Duration silence, long residentBytes) {
    this(silence, DEFAULT_TASK_TIME, residentBytes, DEFAULT_WRITTEN_BYTES, SourceLimits.DEFAULT);
  }

  /**
   * The default limits: each slot may hold its share of the machine's memory, and at least 1 GiB.
   *
   * @param slots number of slots on the machine, from 1
   */
  public static SlotLimits ofThisMachine(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a worker has at least one slot: " + slots);
    }
    return new SlotLimits(
        DEFAULT_SILENCE, Math.max(MIN_RESIDENT_BYTES, Memory.ofMachine() / slots));
  }
}
