package io.framemill.worker.media.sound;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Converts times to samples since the programme's origin, with a single rounding. The origin is in
 * video ticks, which need not be a whole number of audio ticks.
 */
record SampleClock(Timeline timeline, int sampleRateHz) {
  /**
   * The nearest sample to a time of the sound.
   *
   * @param pts in ticks of {@code timeBase}
   */
  long sampleAt(long pts, Rational timeBase) {
    Rational origin = timeline.timeBase();
    BigInteger sound = product(pts, timeBase.numerator(), origin.denominator());
    BigInteger start = product(timeline.originPts(), origin.numerator(), timeBase.denominator());
    BigInteger samples = sound.subtract(start).multiply(BigInteger.valueOf(sampleRateHz));
    BigInteger divisor = product(timeBase.denominator(), origin.denominator(), 1);
    return new BigDecimal(samples)
        .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** The first sample at or after the start of a segment, counted from 1. */
  long segmentStart(int number) {
    return firstNotBefore(timeline.segmentStartPts(number));
  }

  /** The programme's length in samples, rounded up. */
  long programmeEnd() {
    return firstNotBefore(timeline.endPts());
  }

  private long firstNotBefore(long pts) {
    return timeline
        .timeBase()
        .rescale(pts - timeline.originPts(), new Rational(1, sampleRateHz), RoundingMode.CEILING);
  }

  private static BigInteger product(long a, long b, long c) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
  }
}
