package io.framemill.protocol.media;

import java.math.BigInteger;

/**
 * Segmentation of the programme; computed equally by the controller and every slot, so that no list
 * of times is sent.
 *
 * <p>Segment {@code n} (from 1) covers {@code [segmentStartPts(n), segmentStartPts(n + 1))} of the
 * source's video timeline. It starts at the first tick at or after {@code origin + (n - 1) *
 * segmentMillis}.
 *
 * @param timeBase seconds per tick of the source's video stream (of its audio stream if there is no
 *     video)
 * @param originPts start of the programme, in ticks: the first picture
 * @param endPts end of the programme, exclusive, in ticks, as far as the inspection can tell
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
    if (count(timeBase, originPts, endPts, segmentMillis).bitLength() >= Integer.SIZE) {
      throw new IllegalArgumentException("time line too long: [" + originPts + ", " + endPts + ")");
    }
  }

  /** The number of segments, at least 1. The last one may be shorter than the others. */
  public int segmentCount() {
    return count(timeBase, originPts, endPts, segmentMillis).intValueExact();
  }

  /**
   * The first tick of a segment.
   *
   * @param number from 1; {@code segmentCount() + 1} and more are after the end, and allowed
   * @throws ArithmeticException if that tick does not fit into a {@code long}
   */
  public long segmentStartPts(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("segments count from 1: " + number);
    }
    BigInteger offset =
        segmentLength(timeBase, segmentMillis).multiply(BigInteger.valueOf(number - 1L));
    BigInteger[] parts = offset.divideAndRemainder(tickLength(timeBase));
    BigInteger roundedUp = parts[0].add(BigInteger.valueOf(parts[1].signum()));
    return BigInteger.valueOf(originPts).add(roundedUp).longValueExact();
  }

  /** Whole segments, and one more for the remainder. */
  private static BigInteger count(
      Rational timeBase, long originPts, long endPts, int segmentMillis) {
    BigInteger lastTick =
        BigInteger.valueOf(endPts)
            .subtract(BigInteger.valueOf(originPts))
            .subtract(BigInteger.ONE)
            .multiply(tickLength(timeBase));
    return lastTick.divide(segmentLength(timeBase, segmentMillis)).add(BigInteger.ONE);
  }

  // A segment lasts segmentMillis * denominator / (1000 * numerator) ticks, possibly a fraction:
  // numerator and denominator are kept as lengths in a common unit.
  private static BigInteger segmentLength(Rational timeBase, int segmentMillis) {
    return BigInteger.valueOf(segmentMillis).multiply(BigInteger.valueOf(timeBase.denominator()));
  }

  private static BigInteger tickLength(Rational timeBase) {
    return BigInteger.valueOf(1000).multiply(BigInteger.valueOf(timeBase.numerator()));
  }
}
