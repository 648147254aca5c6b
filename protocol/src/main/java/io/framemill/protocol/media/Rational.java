package io.framemill.protocol.media;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * An exact fraction: a time base in seconds per tick, a frame rate, or an aspect ratio. Not
 * reduced: {@code 2/4} stays as the container wrote it, and differs from {@code 1/2} in {@link
 * #equals}.
 *
 * @param numerator any value; 0 means "unknown" for a frame rate
 * @param denominator above 0
 */
public record Rational(long numerator, long denominator) {
  private static final long MICROS_PER_SECOND = 1_000_000;

  public Rational {
    if (denominator <= 0) {
      throw new IllegalArgumentException(
          "denominator is not positive: " + numerator + "/" + denominator);
    }
  }

  /**
   * Converts a time in ticks of this time base to ticks of another.
   *
   * @param rounding how to treat a time that falls between two ticks
   * @throws ArithmeticException if the result does not fit into a {@code long}, or needs rounding
   *     and {@code rounding} is {@link RoundingMode#UNNECESSARY}
   */
  public long rescale(long ticks, Rational to, RoundingMode rounding) {
    if (isExact(ticks, numerator)
        && isExact(ticks * numerator, to.denominator)
        && isExact(denominator, to.numerator)) {
      return divide(
          BigDecimal.valueOf(ticks * numerator * to.denominator),
          BigDecimal.valueOf(denominator * to.numerator),
          rounding);
    }
    return divide(
        new BigDecimal(
            BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(numerator))
                .multiply(BigInteger.valueOf(to.denominator))),
        new BigDecimal(BigInteger.valueOf(denominator).multiply(BigInteger.valueOf(to.numerator))),
        rounding);
  }

  /** Converts ticks of this time base to microseconds, rounded to the nearest. */
  public long toMicros(long ticks) {
    return rescale(ticks, new Rational(1, MICROS_PER_SECOND), RoundingMode.HALF_EVEN);
  }

  /** Converts ticks of this time base to a duration, rounded to the nearest microsecond. */
  public Duration toDuration(long ticks) {
    return Duration.of(toMicros(ticks), ChronoUnit.MICROS);
  }

  /** The value as floating point: for display and manifests, never for media time. */
  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }

  /** Whether a product fits into a {@code long}, as for nearly all times. */
  private static boolean isExact(long one, long other) {
    return Math.multiplyHigh(one, other) == one * other >> Long.SIZE - 1;
  }

  private static long divide(BigDecimal dividend, BigDecimal divisor, RoundingMode rounding) {
    return dividend.divide(divisor, 0, rounding).longValueExact();
  }
}
