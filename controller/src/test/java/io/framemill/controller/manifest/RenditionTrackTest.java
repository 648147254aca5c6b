package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedSegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenditionTrackTest {
  @Test
  void bitRates_equalSegments_areTheSame() {
    RenditionTrack track = track(new long[] {4000, 4000}, new long[] {500_000, 500_000});
    assertThat(track.averageBitsPerSecond()).isEqualTo(1_000_000);
    assertThat(track.peakBitsPerSecond(4)).isEqualTo(1_000_000);
    assertThat(track.frameRate()).isEqualTo(new Rational(25, 1));
  }

  @Test
  void frameRate_lastPictureIsHeld_isThatOfTheMovingOnes() {
    List<EncodedSegment> segments =
        List.of(
            new EncodedSegment(1, 9_000, 96, 0, 4_000),
            new EncodedSegment(2, 9_000, 25, 4_000, 8_000),
            new EncodedSegment(3, 900, 1, 8_000, 9_500));
    RenditionTrack track =
        new RenditionTrack("avc1.64001f", new Rational(1, 1000), segments, 2, 4_500);
    assertThat(track.frameRate()).isEqualTo(new Rational(24, 1));
  }

  @Test
  void peak_shortLastSegment_doesNotCountAlone() {
    RenditionTrack track = track(new long[] {4000, 1000}, new long[] {500_000, 1_000_000});
    assertThat(track.peakBitsPerSecond(4)).isEqualTo(8 * 1_500_000 / 5);
  }

  @Test
  void peak_twoSegmentsWithinOneAndAHalfTargets_countTogether() {
    RenditionTrack track =
        track(new long[] {4000, 1500, 2500, 4000}, new long[] {100_000, 300_000, 400_000, 100_000});
    assertThat(track.peakBitsPerSecond(4)).isEqualTo(8 * 700_000 / 4);
  }

  @Test
  void peak_targetOfALongerTrack_countsMoreSegmentsTogether() {
    RenditionTrack track =
        track(new long[] {2000, 2000, 2000}, new long[] {100_000, 300_000, 200_000});
    assertThat(track.peakBitsPerSecond(2)).isEqualTo(8 * 300_000 / 2);
    assertThat(track.peakBitsPerSecond(6)).isEqualTo(8 * 500_000 / 4);
  }

  @Test
  void track_withoutSegments_isRefused() {
    assertThatThrownBy(() -> new RenditionTrack("avc1", new Rational(1, 1000), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Segments of so many milliseconds and bytes, 25 frames a second. */
  static RenditionTrack track(long[] millis, long[] bytes) {
    List<EncodedSegment> segments = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < millis.length; i++) {
      int frames = (int) Math.max(1, millis[i] / 40);
      segments.add(new EncodedSegment(i + 1, bytes[i], frames, start, start + millis[i]));
      start += millis[i];
    }
    return new RenditionTrack("avc1.64001f", new Rational(1, 1000), segments);
  }
}
