package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackClockTest {
  @ParameterizedTest
  @CsvSource({
    "1, 24, 12288, 512",
    "1001, 30000, 30000, 1001",
    "1, 90000, 90000, 1",
    "1, 1000, 16000, 16",
    "1, 15360, 15360, 1",
    "1, 1, 16384, 16384",
  })
  void ofVideo_anyTimeBase_isExact(long numerator, long denominator, int timescale, long perTick) {
    Rational timeBase = new Rational(numerator, denominator);

    assertThat(TrackClock.ofVideo(timeBase))
        .isEqualTo(new TrackClock(timeBase, timescale, perTick));
  }

  @Test
  void presentationTime_ofTheOrigin_isOneSecond() {
    assertThat(TrackClock.ofVideo(new Rational(1, 1000)).presentationTime(0)).isEqualTo(16_000);
    assertThat(TrackClock.ofVideo(new Rational(1, 1000)).presentationTime(40)).isEqualTo(16_640);
    assertThat(TrackClock.ofAudio(48_000).presentationTime(1024)).isEqualTo(49_024);
  }
}
