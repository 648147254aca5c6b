package io.framemill.worker.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeDelayTest {
  @ParameterizedTest(name = "{0}/{1} pictures a second: {2} of 10,000 ticks")
  @CsvSource({
    "24, 1, 834",
    "60, 1, 334",
    "500, 1, 40",
    "2000, 1, 16",
    "1, 1, 10000",
    "1, 10, 10000"
  })
  void of_reorderingCodec_isTwoPicturesRoundedUpAndAtMostASecond(
      long pictures, long seconds, long lead) {
    TrackClock clock = TrackClock.ofVideo(new Rational(1, 10_000));

    Rational rate = new Rational(pictures, seconds);
    assertThat(DecodeDelay.of(2, clock, rate)).isEqualTo(lead);
  }

  @Test
  void of_packetsInTheOrderOfShowing_isNothing() {
    TrackClock clock = TrackClock.ofVideo(new Rational(1, 10_000));

    assertThat(DecodeDelay.of(0, clock, new Rational(24, 1))).isZero();
  }
}
