package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.SegmentGrid;
import java.util.List;
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
  void frameCount_ofDifferentChunks_isTheSum() {
    FrameCount sum =
        new FrameCount(1, 2, 3, 4, 5, 6, 7, 8).plus(new FrameCount(10, 20, 30, 40, 50, 60, 70, 80));

    assertThat(sum).isEqualTo(new FrameCount(11, 22, 33, 44, 55, 66, 77, 88));
  }

  @Test
  void frameCount_ofTheSameChunkTwice_isTheWorseOfEach() {
    FrameCount first = new FrameCount(30, 25, 0, 2, 10, 1, 0, 0);
    FrameCount second = new FrameCount(40, 24, 1, 1, 20, 0, 3, 2);

    FrameCount worse = new FrameCount(40, 24, 1, 2, 20, 1, 3, 2);
    assertThat(first.sameChunk(second)).isEqualTo(worse);
    assertThat(second.sameChunk(first)).isEqualTo(worse);
  }

  @Test
  void frameCount_damagedOrMissing_isDamaged() {
    assertThat(FrameCount.of(25).isDamaged()).isFalse();
    assertThat(new FrameCount(25, 25, 0, 0, 0, 1, 0, 0).isDamaged()).isTrue();
    assertThat(new FrameCount(25, 25, 0, 0, 0, 0, 1, 0).isDamaged()).isTrue();
    assertThat(FrameCount.of(24).withMissing(1).isDamaged()).isTrue();
  }

  @Test
  void pictureCount_bySegment_addsUpThoseThatThereAre() {
    PictureCount count = new PictureCount(60, 4, 0, List.of(25, 25, 10));

    assertThat(count.shown()).isEqualTo(56);
    assertThat(count.isBySegment()).isTrue();
    assertThat(count.in(1, 1)).isEqualTo(25);
    assertThat(count.in(2, 2)).isEqualTo(35);
    assertThat(count.in(3, 9)).isEqualTo(10);
    assertThat(count.in(9, 1)).isZero();
    assertThat(PictureCount.of(60).isBySegment()).isFalse();
  }

  @Test
  void pictureCount_moreBeforeTheStartThanInAll_isRefused() {
    assertThatThrownBy(() -> new PictureCount(3, 4, 0, List.of()))
        .hasMessage("4 of 3 pictures, 0 dropped");
  }

  @Test
  void textCount_negative_isRefused() {
    assertThatThrownBy(() -> new TextCount(0, 0, 0, 0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TextCount(0, 0, -1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(TextCount.of(3).shown()).isEqualTo(3);
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
