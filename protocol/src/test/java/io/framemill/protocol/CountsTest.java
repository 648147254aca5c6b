package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.rendition.SegmentGrid;
import org.junit.jupiter.api.Test;

class CountsTest {
  @Test
  void frameCount_negative_isRefused() {
    assertThatThrownBy(() -> new FrameCount(1, 1, 0, 0, 0, 0, 0, -1))
        .hasMessage("missing is negative: -1");
    assertThatThrownBy(() -> new FrameCount(-1, 0, 0, 0, 0, 0, 0, 0))
        .hasMessage("decoded is negative: -1");
  }

  @Test
  void soundCount_negative_isRefused() {
    assertThatThrownBy(() -> new SoundCount(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SoundCount(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SoundCount(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void segmentGrid_frameRateNotPositive_isRefused() {
    assertThatThrownBy(() -> new SegmentGrid(4000, new Rational(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SegmentGrid(4000, new Rational(-25, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
