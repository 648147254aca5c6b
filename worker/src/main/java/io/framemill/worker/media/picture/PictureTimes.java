package io.framemill.worker.media.picture;

/**
 * Gives each decoded picture its time. Times ascend: a picture that repeats a time or goes back is
 * refused. All in ticks of the stream. Not thread-safe.
 */
final class PictureTimes {
  /** libavutil's "no time". */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final long usualDuration;
  private boolean any;
  private long last;
  private long lastDuration;
  private long lastStep;
  private long countedFields;

  /**
   * @param usualDuration how long a picture stays if nothing else is known; 0 if that is unknown,
   *     too
   */
  PictureTimes(long usualDuration) {
    this.usualDuration = usualDuration;
  }

  /**
   * Takes the next picture. One whose time is out of place, so that the picture after it would come
   * before it, is put where it belongs by its order.
   *
   * @param pts what the decoder says, {@link #UNKNOWN} for nothing
   * @param duration likewise, 0 for nothing
   * @param following what the decoder says of the picture after it, {@link #UNKNOWN} for nothing
   * @return whether it is later than those before, so that {@link #last} is its time
   */
  boolean accept(long pts, long duration, long following) {
    long time = pts == UNKNOWN ? (any ? endOfLast() : 0) : pts;
    if (any && following != UNKNOWN && following > last && (time <= last || time > following)) {
      time = Math.min(endOfLast(), following);
      if (time == following) {
        return false;
      }
    }
    if (any && time <= last) {
      return false;
    }
    lastStep = any ? time - last : 0;
    last = time;
    lastDuration = duration;
    any = true;
    return true;
  }

  /**
   * Takes the next picture of a stream without times: it follows the one before.
   *
   * @param fields how long it stays: 2 for the usual duration, more if it repeats some
   */
  boolean acceptNext(long fields) {
    long time = countedFields * usualDuration / 2;
    countedFields += fields;
    return accept(time, countedFields * usualDuration / 2 - time, UNKNOWN);
  }

  /** Time of the last picture that was accepted. */
  long last() {
    return last;
  }

  /** Whether {@link #endOfLast} is more than a guess: one picture alone may not tell. */
  boolean knowsEnd() {
    return lastDuration > 0 || usualDuration > 0 || lastStep > 0;
  }

  /** When the last picture that was accepted ends, if no other one follows. */
  long endOfLast() {
    if (lastDuration > 0) {
      return last + lastDuration;
    }
    if (usualDuration > 0) {
      return last + usualDuration;
    }
    return last + Math.max(1, lastStep);
  }
}
