package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Rational;
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

    TrackClock clock = TrackClock.ofVideo(timeBase, new Rational(25, 1));

    assertThat(clock.timescale()).isEqualTo(timescale);
    assertThat(clock.trackTicksPerTick()).isEqualTo(perTick);
  }

  @Test
  void video_presentation_isTwoPicturesAfterDecoding() {
    TrackClock clock = TrackClock.ofVideo(new Rational(1, 1000), new Rational(25, 1));

    assertThat(clock.decodeLead()).isEqualTo(2 * 40 * 16);
    assertThat(clock.decodeTime(40)).isEqualTo(640 + 16_000 - 1_280);
    assertThat(clock.presentationTime(40)).isEqualTo(16_640);
  }

  @ParameterizedTest(name = "{0} pictures a second: {1} ticks")
  @CsvSource({"24, 834", "60, 334", "500, 40", "1, 10000", "0.1, 10000"})
  void video_decodeLead_isRoundedUpAndAtMostASecond(String framesPerSecond, long lead) {
    long perTenSeconds = (long) (Double.parseDouble(framesPerSecond) * 10);
    Rational frameRate = new Rational(perTenSeconds, 10);

    assertThat(TrackClock.ofVideo(new Rational(1, 10_000), frameRate).decodeLead()).isEqualTo(lead);
  }

  @Test
  void audio_decoding_isAtPresentation() {
    TrackClock clock = TrackClock.ofAudio(48_000);

    assertThat(clock.decodeTime(1024)).isEqualTo(49_024);
    assertThat(clock.presentationTime(1024)).isEqualTo(49_024);
  }
}
