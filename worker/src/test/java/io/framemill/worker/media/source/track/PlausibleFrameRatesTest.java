package io.framemill.worker.media.source.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import org.junit.jupiter.api.Test;

class PlausibleFrameRatesTest {
  private static final Rational UNKNOWN = new Rational(0, 1);
  private static final Rational MADE_UP = new Rational(1000, 1);
  private static final Rational NTSC = new Rational(30000, 1001);
  private static final Rational MILLIS = new Rational(1, 1000);

  @Test
  void stated_unbelievableAverage_fallsBack() {
    assertThat(PlausibleFrameRates.stated(NTSC, MADE_UP)).isEqualTo(NTSC);
    assertThat(PlausibleFrameRates.stated(MADE_UP, NTSC)).isEqualTo(NTSC);
    assertThat(PlausibleFrameRates.stated(MADE_UP, UNKNOWN)).isEqualTo(UNKNOWN);
  }

  @Test
  void measured_statedIsAboutRight_keepsItsExactForm() {
    assertThat(PlausibleFrameRates.measured(NTSC, 301, 10_010, MILLIS)).isEqualTo(NTSC);
  }

  @Test
  void measured_statedIsWrong_isMeasured() {
    assertThat(PlausibleFrameRates.measured(new Rational(60, 1), 251, 10_000, MILLIS))
        .isEqualTo(new Rational(25, 1));
    assertThat(PlausibleFrameRates.measured(UNKNOWN, 251, 10_000, MILLIS))
        .isEqualTo(new Rational(25, 1));
  }

  @Test
  void measured_onePicture_isWhatIsStated() {
    assertThat(PlausibleFrameRates.measured(NTSC, 1, 0, MILLIS)).isEqualTo(NTSC);
  }
}
