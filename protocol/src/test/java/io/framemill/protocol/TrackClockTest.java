package io.framemill.protocol;

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
        .isEqualTo(new TrackClock(timeBase, timescale, perTick, true));
  }

  @Test
  void video_presentation_isOneSecondAfterDecoding() {
    TrackClock clock = TrackClock.ofVideo(new Rational(1, 1000));

    assertThat(clock.decodeTime(40)).isEqualTo(640);
    assertThat(clock.presentationTime(40)).isEqualTo(16_640);
    assertThat(clock.decodeLead()).isEqualTo(16_000);
  }

  @Test
  void audio_decoding_isAtPresentation() {
    TrackClock clock = TrackClock.ofAudio(48_000);

    assertThat(clock.decodeTime(1024)).isEqualTo(49_024);
    assertThat(clock.presentationTime(1024)).isEqualTo(49_024);
  }
}
