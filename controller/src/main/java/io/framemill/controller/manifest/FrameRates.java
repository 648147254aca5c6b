package io.framemill.controller.manifest;

import io.framemill.protocol.media.Rational;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The frame rate that manifests announce: the nominal one, such as 24 or 30000/1001, even if
 * rounded timestamps deviate from it. Matroska rounds to milliseconds, so 290 frames of a 24 fps
 * film last 12.083 s.
 */
final class FrameRates {
  /** Coarser ticks, such as 1/25 s, are chosen for a frame rate and involve no rounding. */
  private static final double MAX_ROUNDED_TICK_SECONDS = 0.002;

  /** The first and the last timestamp of a track are rounded by less than a tick each. */
  private static final int MAX_ROUNDING_TICKS = 2;

  /** The rates that cameras and broadcasters use. */
  private static final List<Rational> COMMON =
      Stream.concat(
              Stream.of(24_000, 30_000, 48_000, 60_000, 120_000)
                  .map(numerator -> new Rational(numerator, 1001)),
              Stream.of(24, 25, 30, 48, 50, 60, 100, 120).map(whole -> new Rational(whole, 1)))
          .toList();

  /** All whole rates, and fractions and multiples of the common ones. */
  private static final List<Rational> RARE =
      Stream.of(
              IntStream.rangeClosed(1, 240).mapToObj(whole -> new Rational(whole, 1)),
              Stream.of(new Rational(15, 2), new Rational(25, 2), new Rational(25, 4)),
              Stream.of(6_000, 7_500, 12_000, 15_000, 72_000, 90_000, 96_000, 144_000, 240_000)
                  .map(numerator -> new Rational(numerator, 1001)))
          .flatMap(rates -> rates)
          .toList();

  private FrameRates() {}

  /**
   * The nominal rate if rounded timestamps explain the difference between it and the measured rate,
   * else the measured rate. The best fit wins, because a short clip may fit both 24 and 23.976.
   * Common rates are preferred to rare ones, which lie so close that one of them always fits a few
   * frames.
   *
   * @param frames number of frames, at least 1
   * @param ticks from the start of the first frame to the end of the last, at least 1
   * @param timeBase seconds per tick
   * @return frames per second, reduced
   */
  static Rational nominal(long frames, long ticks, Rational timeBase) {
    if (timeBase.toDouble() > MAX_ROUNDED_TICK_SECONDS) {
      return measured(frames, ticks, timeBase);
    }
    return nearest(COMMON, frames, ticks, timeBase)
        .or(() -> nearest(RARE, frames, ticks, timeBase))
        .orElseGet(() -> measured(frames, ticks, timeBase));
  }

  private static Optional<Rational> nearest(
      List<Rational> rates, long frames, long ticks, Rational timeBase) {
    return rates.stream()
        .filter(rate -> roundingTicks(rate, frames, ticks, timeBase) <= MAX_ROUNDING_TICKS)
        .min(Comparator.comparingDouble(rate -> roundingTicks(rate, frames, ticks, timeBase)));
  }

  /** The difference in ticks between the length of a track and that of its frames at a rate. */
  private static double roundingTicks(Rational rate, long frames, long ticks, Rational timeBase) {
    return Math.abs(frames / rate.toDouble() / timeBase.toDouble() - ticks);
  }

  private static Rational measured(long frames, long ticks, Rational timeBase) {
    BigInteger dividend =
        BigInteger.valueOf(frames).multiply(BigInteger.valueOf(timeBase.denominator()));
    BigInteger divisor =
        BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(timeBase.numerator()));
    BigInteger common = dividend.gcd(divisor);
    return new Rational(
        dividend.divide(common).longValueExact(), divisor.divide(common).longValueExact());
  }
}
