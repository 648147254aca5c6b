package io.framemill.worker.media.picture;

/**
 * Assigns a time to each decoded picture. Times ascend strictly: a picture that repeats a time or
 * goes back is dropped. All in ticks of the stream. Not thread-safe.
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
   * @param usualDuration default duration of a picture; 0 if unknown
   */
  PictureTimes(long usualDuration) {
    this.usualDuration = usualDuration;
  }

  /**
   * Adds the next picture. A time that is out of order with the next picture is replaced by one
   * that fits the order.
   *
   * @param pts the decoder's value, {@link #UNKNOWN} for none
   * @param duration likewise, 0 for none
   * @param following the decoder's value for the next picture, {@link #UNKNOWN} for none
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
   * Adds the next picture of a stream without times: it follows the previous one.
   *
   * @param fields its duration in fields: 2 for the default, more if fields are repeated
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

  /**
   * Whether {@link #endOfLast} is more than an estimate: a single picture may have no known
   * duration.
   */
  boolean knowsEnd() {
    return lastDuration > 0 || usualDuration > 0 || lastStep > 0;
  }

  /** End of the last accepted picture, if no other one follows. */
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
