package io.framemill.worker.media.segment;

import java.util.Arrays;

/**
 * Chooses the decode times of the packets of one segment.
 *
 * <p>The rule: the i-th packet is decoded when the i-th picture would be shown if nothing were
 * reordered. So the first decode time of a segment is its start, exactly, whoever encoded what came
 * before; the encoder's own decode times depend on pictures far ahead and would not fit together
 * over seams. A player shows pictures later by {@code delay}, which pays for the reordering. Where
 * pictures are so rare that the delay is too short for that, decode times move forward just enough.
 */
final class DecodeTimes {
  private DecodeTimes() {}

  /**
   * Decode times, strictly increasing, none later than {@code pts + delay}.
   *
   * @param pts times of showing in decode order, before the delay, all different, the smallest one
   *     first: a closed group of pictures
   * @param delay ticks from an unreordered picture's decoding to its showing; more than the number
   *     of pictures that are reordered
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
