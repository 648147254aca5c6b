package io.framemill.worker.media.segment;

import java.util.function.IntToLongFunction;

/** Finds the segment of each time in an ascending sequence. Not thread-safe. */
public final class SegmentCursor {
  private final IntToLongFunction startOf;
  private final int last;
  private int number;
  private long nextStart;

  /**
   * @param startOf the start of each segment, by its number; ascending
   * @param first the segment of the times before the start of {@code first + 1}
   * @param last the segment of all times from its start on; not less than {@code first}
   */
  public SegmentCursor(IntToLongFunction startOf, int first, int last) {
    this.startOf = startOf;
    this.last = last;
    this.number = first;
    this.nextStart = startOf.applyAsLong(first + 1);
  }

  /**
   * The number of the segment that contains a time.
   *
   * @param time not before the start of the segment that was returned last, so packets of closed
   *     GOPs may be reordered
   */
  public int segmentAt(long time) {
    while (number < last && time >= nextStart) {
      number++;
      nextStart = startOf.applyAsLong(number + 1);
    }
    return number;
  }
}
