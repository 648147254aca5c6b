package io.framemill.worker.media.source.track;

import io.framemill.protocol.media.Rational;
import java.math.BigInteger;

/** Distinguishes plausible frame rates from invented ones, such as Matroska's 1000/1. */
public final class PlausibleFrameRates {
  /** Higher rates are time bases that were mistaken for rates. */
  private static final int MAX_PER_SECOND = 500;

  /** Rates below 1 picture in 60 s are the result of a wrong duration in the header. */
  private static final int MAX_SECONDS_PER_PICTURE = 60;

  /** A declared rate within 1/100 of the measured one is its exact form. */
  private static final long TOLERANCE = 100;

  private PlausibleFrameRates() {}

  /** The first plausible one of two declared rates; numerator 0 if neither is. */
  static Rational stated(Rational average, Rational base) {
    if (isBelievable(average)) {
      return average;
    }
    return isBelievable(base) ? base : new Rational(0, 1);
  }

  /**
   * The average rate of a completely read stream.
   *
   * @param stated rate declared by the container, numerator 0 for none
   * @param pictures number of pictures
   * @param ticks from the first picture's start to the last one's start
   * @param timeBase seconds per tick
   * @return {@code stated} if it is about correct, else the measured rate, else (with one picture)
   *     the declared one
   */
  public static Rational measured(Rational stated, long pictures, long ticks, Rational timeBase) {
    if (pictures < 2 || ticks <= 0) {
      return stated;
    }
    BigInteger numerator =
        BigInteger.valueOf(pictures - 1).multiply(BigInteger.valueOf(timeBase.denominator()));
    BigInteger denominator =
        BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(timeBase.numerator()));
    BigInteger divisor = numerator.gcd(denominator);
    Rational measured =
        new Rational(
            numerator.divide(divisor).longValueExact(),
            denominator.divide(divisor).longValueExact());
    return isNear(stated, measured) ? stated : measured;
  }

  private static boolean isNear(Rational stated, Rational measured) {
    BigInteger a = product(stated.numerator(), measured.denominator());
    BigInteger b = product(measured.numerator(), stated.denominator());
    return a.subtract(b).abs().multiply(BigInteger.valueOf(TOLERANCE)).compareTo(b) <= 0;
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  private static boolean isBelievable(Rational rate) {
    return rate.numerator() > 0
        && rate.numerator() <= MAX_PER_SECOND * rate.denominator()
        && rate.numerator() * MAX_SECONDS_PER_PICTURE >= rate.denominator();
  }
}
