package io.framemill.protocol;

import java.math.BigInteger;

/**
 * How the programme is cut into segments; the same on the controller and in every slot, so that no
 * list of times travels.
 *
 * <p>Segment {@code n} (from 1) covers {@code [segmentStartPts(n), segmentStartPts(n + 1))} of the
 * source's video time line. It starts at the first tick at or after {@code origin + (n - 1) *
 * segmentMillis}.
 *
 * @param timeBase seconds per tick of the source's video stream (of its audio stream if there is no
 *     video)
 * @param originPts where the programme starts, in ticks: the first picture
 * @param endPts where it ends, exclusive, in ticks, as far as the inspection can tell
 * @param segmentMillis nominal length of a segment, 500 to 60,000 ms
 */
public record Timeline(Rational timeBase, long originPts, long endPts, int segmentMillis) {
  public static final int MIN_SEGMENT_MILLIS = 500;
  public static final int MAX_SEGMENT_MILLIS = 60_000;

  public Timeline {
    if (timeBase.numerator() <= 0) {
      throw new IllegalArgumentException("time base is not positive: " + timeBase);
    }
    if (endPts <= originPts) {
      throw new IllegalArgumentException("empty time line: [" + originPts + ", " + endPts + ")");
    }
    if (segmentMillis < MIN_SEGMENT_MILLIS || segmentMillis > MAX_SEGMENT_MILLIS) {
      throw new IllegalArgumentException("segment length out of range: " + segmentMillis + " ms");
    }
  }

  /** The number of segments, at least 1. The last one may be shorter than the others. */
  public int segmentCount() {
    BigInteger length = ticks(endPts - originPts);
    return length
        .add(ticks(-1))
        .divide(segmentTicksNumerator())
        .add(BigInteger.ONE)
        .intValueExact();
  }

  /**
   * The first tick of a segment.
   *
   * @param number from 1; {@code segmentCount() + 1} and more are beyond the end, and legal
   */
  public long segmentStartPts(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("segments count from 1: " + number);
    }
    BigInteger offset = segmentTicksNumerator().multiply(BigInteger.valueOf(number - 1L));
    BigInteger[] parts = offset.divideAndRemainder(tickMillisNumerator());
    return originPts + parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
  }

  // A segment lasts segmentMillis * den / (1000 * num) ticks, which need not be whole: both sides
  // of that
  // fraction are kept apart.
  private BigInteger segmentTicksNumerator() {
    return BigInteger.valueOf(segmentMillis).multiply(BigInteger.valueOf(timeBase.denominator()));
  }

  private BigInteger tickMillisNumerator() {
    return BigInteger.valueOf(1000).multiply(BigInteger.valueOf(timeBase.numerator()));
  }

  private BigInteger ticks(long ticks) {
    return BigInteger.valueOf(ticks).multiply(tickMillisNumerator());
  }
}
