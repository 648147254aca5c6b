package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresentationTest {
  @ParameterizedTest
  @CsvSource({"4004, 4504, 5", "4004, 4499, 4", "100, 100, 4", "7000, 7000, 7"})
  void targetDuration_isTheLongestSegmentRoundedAndAtLeastThePlannedLength(
      long first, long second, int expected) {
    assertThat(of(List.of(video(first, second)), List.of(), List.of(), 4_000)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"500, 1", "1499, 1", "1500, 2", "6006, 6"})
  void targetDuration_nothingLonger_isThePlannedLengthRounded(int segmentMillis, int expected) {
    assertThat(of(List.of(video(100)), List.of(), List.of(), segmentMillis)).isEqualTo(expected);
  }

  @Test
  void targetDuration_longestSegmentInAnyKindOfTrack_counts() {
    assertThat(of(List.of(video(4000)), List.of(audio(6000)), List.of(), 4_000)).isEqualTo(6);
    assertThat(of(List.of(video(4000)), List.of(audio(4000)), List.of(text(8_000)), 4_000))
        .isEqualTo(8);
    assertThat(of(List.of(video(4000), video(9000)), List.of(), List.of(text(4_000)), 4_000))
        .isEqualTo(9);
  }

  @Test
  void targetDuration_lengthThatIsWrittenAsAHalf_isRoundedLikeThePlayerRoundsIt() {
    // 4.4999997 s, which six decimals make 4.500000: players round that to 5.
    RenditionTrack track =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 10_000_000),
            List.of(new EncodedSegment(1, 1, 1, 0, 44_999_997)));
    MasterPlaylist.Video video =
        new MasterPlaylist.Video(new VideoRendition("v", 2, 2, Media.encode(2)), track);

    assertThat(of(List.of(video), List.of(), List.of(), 4_000)).isEqualTo(5);
    assertThat(MediaPlaylist.write(track, 5, true)).contains("#EXTINF:4.500000,");
  }

  private static int of(
      List<MasterPlaylist.Video> videos,
      List<MasterPlaylist.Audio> audios,
      List<SubtitleTrack> texts,
      int segmentMillis) {
    return new Presentation(videos, audios, texts, segmentMillis).targetDurationSeconds();
  }

  private static MasterPlaylist.Video video(long... millis) {
    return new MasterPlaylist.Video(
        new VideoRendition("v", 2, 2, Media.encode(2)),
        RenditionTrackTest.track(millis, ones(millis)));
  }

  private static MasterPlaylist.Audio audio(long... millis) {
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, 128, 2);
    return new MasterPlaylist.Audio(
        new AudioRendition("a", "und", null, true, List.of(), 48_000, 2, encode),
        RenditionTrackTest.track(millis, ones(millis)));
  }

  private static SubtitleTrack text(int segmentMillis) {
    return new SubtitleTrack(
        new SubtitleRendition("t", 2, "und", null, true, false, List.of()),
        new Timeline(new Rational(1, 1000), 0, 20_000, segmentMillis),
        new ExtractedSubtitles("t", 2, 1, 1, TextCount.of(1)));
  }

  private static long[] ones(long[] millis) {
    long[] bytes = new long[millis.length];
    Arrays.fill(bytes, 1);
    return bytes;
  }
}
