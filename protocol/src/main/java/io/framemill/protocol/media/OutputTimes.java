package io.framemill.protocol.media;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Presentation times of the output: the source's times, or a constant frame rate that starts at the
 * programme's origin. The result is the same for every encoder of a part of the programme.
 *
 * <p>With a frame rate, output picture {@code n} (from 0) is shown from {@code n / frameRate} on,
 * and is the last source picture that has started by then. Containers round times to their ticks,
 * so a picture that starts up to a tick later (two milliseconds at most) counts as started.
 * Otherwise pictures of a source that already has that rate would be duplicated and dropped
 * alternately.
 *
 * @param source the programme's timeline in source ticks
 * @param frameRate output pictures per second; null keeps the source's times
 */
public record OutputTimes(Timeline source, @Nullable Rational frameRate) {
  /** Longer ticks, such as 1/24 s, are chosen for a frame rate and involve no rounding. */
  private static final long MAX_ROUNDING_MILLIS = 2;

  private static final long MILLIS_PER_SECOND = 1000;

  public OutputTimes {
    if (frameRate != null && frameRate.numerator() <= 0) {
      throw new IllegalArgumentException("frame rate is not positive: " + frameRate);
    }
  }

  /**
   * The programme's timeline in output ticks, in which segments are cut and reported: the source's,
   * or one tick for each picture from 0 on.
   */
  public Timeline timeline() {
    if (frameRate == null) {
      return source;
    }
    Rational tick = new Rational(frameRate.denominator(), frameRate.numerator());
    return new Timeline(tick, 0, pictureCount(source.endPts()), source.segmentMillis());
  }

  /**
   * Start of a segment's source pictures, in source ticks. With a frame rate, the last picture
   * before it may also be shown at the start of the segment.
   *
   * @param number as in {@link Timeline#segmentStartPts}
   */
  public long sourceStartPts(int number) {
    if (frameRate == null || number == 1) {
      return source.segmentStartPts(number);
    }
    return lastBegunPts(timeline().segmentStartPts(number)) + 1;
  }

  /**
   * The latest time in source ticks, inclusive, of a source picture that has started when an output
   * picture is shown. Only with a frame rate.
   *
   * @param picture number of the output picture, from 0
   */
  public long lastBegunPts(long picture) {
    BigInteger[] fraction = fraction(picture);
    return Math.addExact(source.originPts(), floor(fraction[0], fraction[1]));
  }

  /**
   * Number of output pictures if the last source picture ends at a time; at least 1. Only with a
   * frame rate.
   *
   * @param endPts in source ticks, exclusive
   */
  public long pictureCount(long endPts) {
    // Picture n exists if begin(n) < length, where begin(n) = offset + n * step.
    BigInteger[] first = fraction(0);
    BigInteger[] second = fraction(1);
    BigInteger step = second[0].subtract(first[0]);
    BigInteger length =
        BigInteger.valueOf(endPts)
            .subtract(BigInteger.valueOf(source.originPts()))
            .multiply(first[1])
            .subtract(first[0]);
    return Math.max(1, -floor(length.negate(), step));
  }

  /** Ticks from the origin to the presentation of a picture plus the tolerance, as a fraction. */
  private BigInteger[] fraction(long picture) {
    Rational rate = rate();
    Rational tick = source.timeBase();
    BigInteger ticksPerSecondDividend = BigInteger.valueOf(tick.denominator());
    BigInteger dividend =
        BigInteger.valueOf(picture)
            .multiply(BigInteger.valueOf(rate.denominator()))
            .multiply(ticksPerSecondDividend)
            .multiply(BigInteger.valueOf(MILLIS_PER_SECOND));
    BigInteger divisor =
        BigInteger.valueOf(rate.numerator())
            .multiply(BigInteger.valueOf(tick.numerator()))
            .multiply(BigInteger.valueOf(MILLIS_PER_SECOND));
    BigInteger maxMillis =
        BigInteger.valueOf(MAX_ROUNDING_MILLIS)
            .multiply(BigInteger.valueOf(rate.numerator()))
            .multiply(ticksPerSecondDividend);
    return new BigInteger[] {dividend.add(maxMillis.min(divisor)), divisor};
  }

  private Rational rate() {
    if (frameRate == null) {
      throw new IllegalStateException("the source's times are kept");
    }
    return frameRate;
  }

  private static long floor(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return floor.longValueExact();
  }
}
