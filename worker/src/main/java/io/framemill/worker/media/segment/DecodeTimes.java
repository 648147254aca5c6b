package io.framemill.worker.media.segment;

import java.util.Arrays;

/**
 * Assigns the DTS of the packets of one segment.
 *
 * <p>The DTS of the i-th packet is the i-th smallest PTS. So the first DTS of a segment is exactly
 * its start, independent of the previous chunk. The encoder's own DTS depend on its lookahead and
 * would not match over seams. The PTS in the file are later by {@code delay}, which makes room for
 * reordering. Where pictures are so sparse that the delay is too short, DTS move forward by the
 * minimum.
 */
final class DecodeTimes {
  private DecodeTimes() {}

  /**
   * The DTS, strictly increasing, none later than {@code pts + delay}.
   *
   * @param pts PTS in decode order, before the delay, all different, the smallest one first: a
   *     closed GOP
   * @param delay ticks from DTS to PTS without reordering; more than the number of reordered
   *     pictures
   */
  static long[] of(long[] pts, long delay) {
    long[] times = pts.clone();
    Arrays.sort(times);
    for (int i = pts.length - 1; i >= 0; i--) {
      times[i] = Math.min(times[i], pts[i] + delay);
      if (i + 1 < pts.length) {
        times[i] = Math.min(times[i], times[i + 1] - 1);
      }
    }
    return times;
  }
}
