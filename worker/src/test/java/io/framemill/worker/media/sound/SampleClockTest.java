package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import org.junit.jupiter.api.Test;

class SampleClockTest {
  private static final Rational VIDEO = new Rational(1001, 30000);
  private static final SampleClock CLOCK =
      new SampleClock(new Timeline(VIDEO, 3, 63, 1000), 48_000);

  @Test
  void sampleAt_originBetweenTwoTicksOfSound_roundsOnce() {
    // The origin is at 100.1 ms: 4804.8 samples.
    assertThat(CLOCK.sampleAt(0, new Rational(1, 1000))).isEqualTo(-4805);
    assertThat(CLOCK.sampleAt(1100, new Rational(1, 1000))).isEqualTo(47_995);
  }

  @Test
  void segmentStart_isTheFirstSampleNotBeforeIt() {
    assertThat(CLOCK.segmentStart(1)).isZero();
    // Segment 2 starts at picture 30, which is at 1.001 s.
    assertThat(CLOCK.segmentStart(2)).isEqualTo(48_048);
  }

  @Test
  void programmeEnd_isRoundedUp() {
    assertThat(CLOCK.programmeEnd()).isEqualTo(96_096);
  }
}
