package io.framemill.controller.profile;

import io.framemill.protocol.media.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses frame rates in the forms {@code 30}, {@code 12.5}, {@code 29.97}, {@code 30000/1001}. */
final class FrameRateText {
  private static final Pattern FRACTION = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");
  private static final int MAX_PER_SECOND = 240;

  /** Common names of the NTSC rates, with the exact values. */
  private static final Map<String, Rational> NTSC =
      Map.of(
          "23.976", new Rational(24_000, 1001),
          "23.98", new Rational(24_000, 1001),
          "29.97", new Rational(30_000, 1001),
          "59.94", new Rational(60_000, 1001),
          "119.88", new Rational(120_000, 1001));

  private FrameRateText() {}

  /** The exact rate, reduced; empty if it is not a rate from 1 to 240. */
  static Optional<Rational> read(String text) {
    Matcher fraction = FRACTION.matcher(text);
    if (fraction.matches()) {
      return reduced(new BigInteger(fraction.group(1)), new BigInteger(fraction.group(2)));
    }
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    Rational ntsc = NTSC.get(text);
    return ntsc != null
        ? Optional.of(ntsc)
        : reduced(new BigDecimal(text).movePointRight(3).toBigInteger(), BigInteger.valueOf(1000));
  }

  private static Optional<Rational> reduced(BigInteger numerator, BigInteger denominator) {
    BigInteger most = denominator.multiply(BigInteger.valueOf(MAX_PER_SECOND));
    if (denominator.signum() == 0
        || numerator.compareTo(denominator) < 0
        || numerator.compareTo(most) > 0) {
      return Optional.empty();
    }
    BigInteger divisor = numerator.gcd(denominator);
    return Optional.of(
        new Rational(
            numerator.divide(divisor).longValueExact(),
            denominator.divide(divisor).longValueExact()));
  }
}
