package io.framemill.worker.media;

/** The time that the packets of a stream cover, in ticks of the stream. Not thread-safe. */
final class PacketSpan {
  private long count;
  private long firstPts = Long.MAX_VALUE;
  private long lastPts = Long.MIN_VALUE;
  private long previousPts = Long.MIN_VALUE;
  private long lastDuration;

  /**
   * Takes in a packet.
   *
   * @param duration 0 if unknown
   */
  void add(long pts, long duration) {
    count++;
    firstPts = Math.min(firstPts, pts);
    if (pts > lastPts) {
      previousPts = lastPts;
      lastPts = pts;
      lastDuration = duration;
    } else if (pts > previousPts) {
      previousPts = pts;
    }
  }

  long count() {
    return count;
  }

  /** The earliest time; meaningless before the first packet. */
  long firstPts() {
    return firstPts;
  }

  /** The latest time; meaningless before the first packet. */
  long lastPts() {
    return lastPts;
  }

  /**
   * When the latest packet ends.
   *
   * @param usualDuration how long a packet lasts if it does not say; 0 for unknown: then the latest
   *     one lasts as long as the one before
   */
  long endPts(long usualDuration) {
    if (lastDuration > 0) {
      return lastPts + lastDuration;
    }
    if (usualDuration > 0) {
      return lastPts + usualDuration;
    }
    return lastPts + (count > 1 ? Math.max(1, lastPts - previousPts) : 1);
  }
}
