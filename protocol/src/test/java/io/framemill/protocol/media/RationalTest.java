package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.RoundingMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RationalTest {
  private static final Rational MPEG = new Rational(1, 90_000);
  private static final Rational NTSC_FRAME = new Rational(1001, 30_000);
  private static final Rational MILLIS = new Rational(1, 1000);

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void new_denominatorNotPositive_isRefused(long denominator) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rational(1, denominator));
  }

  @ParameterizedTest
  @CsvSource({
    // 1 tick of 1001/30000 s is 33.3666... ms.
    "1, FLOOR, 33",
    "1, CEILING, 34",
    "1, HALF_EVEN, 33",
    "-1, FLOOR, -34",
    "-1, CEILING, -33",
    "-1, DOWN, -33",
    "30, UNNECESSARY, 1001",
    "0, UNNECESSARY, 0",
  })
  void rescale_betweenTwoTicks_roundsAsAsked(long ticks, RoundingMode rounding, long millis) {
    assertThat(NTSC_FRAME.rescale(ticks, MILLIS, rounding)).isEqualTo(millis);
  }

  @Test
  void rescale_ntscFramesToMpegTicks_isExact() {
    assertThat(NTSC_FRAME.rescale(1, MPEG, RoundingMode.UNNECESSARY)).isEqualTo(3003);
    assertThat(NTSC_FRAME.rescale(1_000_000_007L, MPEG, RoundingMode.UNNECESSARY))
        .isEqualTo(3_003_000_021_021L);
  }

  @Test
  void rescale_productBeyondLong_isExact() {
    long ticks = Long.MAX_VALUE - 1;
    assertThat(MPEG.rescale(ticks, new Rational(2, 180_000), RoundingMode.UNNECESSARY))
        .isEqualTo(ticks);
    assertThat(MPEG.rescale(Long.MIN_VALUE, MPEG, RoundingMode.UNNECESSARY))
        .isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void rescale_resultBeyondLong_throws() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () -> MILLIS.rescale(Long.MAX_VALUE, new Rational(1, 1001), RoundingMode.HALF_UP));
  }

  @Test
  void rescale_needsRoundingThatIsRefused_throws() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> NTSC_FRAME.rescale(1, MILLIS, RoundingMode.UNNECESSARY));
  }

  @Test
  void toMicros_andToDuration_roundToTheNearest() {
    assertThat(NTSC_FRAME.toMicros(1)).isEqualTo(33_367);
    assertThat(NTSC_FRAME.toDuration(30_000)).isEqualTo(Duration.ofSeconds(1001));
    assertThat(MPEG.toMicros(-1)).isEqualTo(-11);
  }

  @Test
  void equals_sameValueWrittenOtherwise_differs() {
    assertThat(new Rational(2, 4)).isNotEqualTo(new Rational(1, 2)).hasToString("2/4");
    assertThat(new Rational(2, 4).toDouble()).isEqualTo(0.5);
  }
}
