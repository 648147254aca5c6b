package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRatesTest {
  private static final Rational MILLIS = new Rational(1, 1000);

  @ParameterizedTest
  @CsvSource({
    "290, 12083, 24, 1",
    "24, 1000, 24, 1",
    "24, 1001, 24000, 1001",
    "240, 10010, 24000, 1001",
    "300, 10010, 30000, 1001",
    "300, 10000, 30, 1",
    "599, 9993, 60000, 1001",
    "1, 33, 30, 1",
    "1, 17, 60000, 1001",
    "2, 33, 60, 1",
    "1, 40, 25, 1",
    "1, 41, 24, 1",
    "10, 1000, 10, 1",
    "15, 2002, 7500, 1001",
    "15, 2000, 15, 2",
    "125, 10000, 25, 2",
    "1440, 10000, 144, 1"
  })
  void nominal_timesInMilliseconds_isTheRateThatFitsBest(
      long frames, long ticks, long numerator, long denominator) {
    assertThat(FrameRates.nominal(frames, ticks, MILLIS))
        .isEqualTo(new Rational(numerator, denominator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"24000/1001", "24/1", "25/1", "30000/1001", "30/1", "50/1", "60000/1001"})
  void nominal_roundedTimesOfAFilmOfAnyLength_isItsRate(String rate) {
    String[] parts = rate.split("/");
    Rational nominal = new Rational(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    for (long frames = 150; frames < 20_000; frames += 7) {
      long ticks = (long) (frames / nominal.toDouble() * 1000);
      assertThat(FrameRates.nominal(frames, ticks, MILLIS)).isEqualTo(nominal);
      assertThat(FrameRates.nominal(frames, ticks + 1, MILLIS)).isEqualTo(nominal);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Pictures 7 s apart, frames that are missing, a screen recording of uneven rate.
    "6, 42000, 1, 7",
    "288, 12083, 288000, 12083",
    "1000, 37311, 1000000, 37311"
  })
  void nominal_moreThanRoundingDiffers_isTheMeasuredRate(
      long frames, long ticks, long numerator, long denominator) {
    assertThat(FrameRates.nominal(frames, ticks, MILLIS))
        .isEqualTo(new Rational(numerator, denominator));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 90000, 10, 37537, 24000, 1001",
    "1, 24000, 96, 96096, 24000, 1001",
    "1001, 30000, 300, 300, 30000, 1001",
    "1, 25, 250, 251, 6250, 251",
    "1, 100, 100, 300, 100, 3",
    "1, 1000000000, 290, 12083333333, 24, 1"
  })
  void nominal_otherTimeBases_countTheirOwnTicks(
      long tickNumerator,
      long tickDenominator,
      long frames,
      long ticks,
      long numerator,
      long denominator) {
    assertThat(FrameRates.nominal(frames, ticks, new Rational(tickNumerator, tickDenominator)))
        .isEqualTo(new Rational(numerator, denominator));
  }
}
