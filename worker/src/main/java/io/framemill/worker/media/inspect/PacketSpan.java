package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

/** The time span of a stream's packets, in ticks of the stream. Not thread-safe. */
final class PacketSpan {
  private long count;
  private long firstPts = Long.MAX_VALUE;
  private long lastPts = Long.MIN_VALUE;
  private long previousPts = Long.MIN_VALUE;
  private long lastDuration;
  private boolean anyTime;

  /** Counts a packet without a time. */
  void addTimeless() {
    count++;
  }

  /**
   * Adds a packet.
   *
   * @param duration 0 if unknown
   */
  void add(long pts, long duration) {
    count++;
    anyTime = true;
    firstPts = Math.min(firstPts, pts);
    if (pts > lastPts) {
      previousPts = lastPts;
      lastPts = pts;
      lastDuration = duration;
    } else if (pts > previousPts) {
      previousPts = pts;
    }
  }

  /** Adds a packet that may have no time: {@code AV_NOPTS_VALUE}. */
  void addIfTimed(long pts, long duration) {
    if (pts == AV_NOPTS_VALUE) {
      addTimeless();
    } else {
      add(pts, duration);
    }
  }

  long count() {
    return count;
  }

  /** Whether any packet had a time. */
  boolean hasTimes() {
    return anyTime;
  }

  /** The earliest time; only if {@link #hasTimes}. */
  long firstPts() {
    return firstPts;
  }

  /** The latest time; only if {@link #hasTimes}. */
  long lastPts() {
    return lastPts;
  }

  /**
   * The end of the latest packet.
   *
   * @param usualDuration duration of packets that declare none; 0 for unknown: then the latest one
   *     has the duration of the previous one
   */
  long endPts(long usualDuration) {
    if (lastDuration > 0) {
      return lastPts + lastDuration;
    }
    if (usualDuration > 0) {
      return lastPts + usualDuration;
    }
    return lastPts + (previousPts != Long.MIN_VALUE ? Math.max(1, lastPts - previousPts) : 1);
  }
}
