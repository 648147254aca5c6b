package io.framemill.protocol.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.JobState;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.Packaging;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the records of profiles, renditions and segments refuse. */
class OutputRecordsTest {
  private static final AudioEncode AUDIO = new AudioEncode(AudioCodec.AAC, 128, 2);

  @ParameterizedTest
  @CsvSource({
    "0, 21, 1, 1, height: even",
    "721, 21, 1, 1, height: even",
    "8642, 21, 1, 1, height: even",
    "720, -1, 1, 1, crf: 0 to 51",
    "720, 52, 1, 1, crf: 0 to 51",
    "720, 21, 0, 1, maxRateKbps and bufferKbps",
    "720, 21, 1, 0, maxRateKbps and bufferKbps",
  })
  void videoEncode_outOfRange_isRefused(
      int height, int crf, int maxRate, int buffer, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new VideoEncode(VideoCodec.H264, height, crf, maxRate, buffer, "veryfast", null))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "HEVC, 51, fast, main, ok",
    "HEVC, 52, fast, main, crf: 0 to 51",
    "HEVC, 20, fast, high, 'profile: one of main, not high'",
    "HEVC, 20, 8, main, preset: one of ultrafast",
    "AV1, 63, 13, , ok",
    "AV1, 64, 8, , crf: 1 to 63",
    "AV1, 0, 8, , crf: 1 to 63",
    "AV1, 30, 14, , 'preset: one of 0, 1, 2'",
    "AV1, 30, 8, main, 'profile: none for this codec, not main'",
    "VP9, 0, 8, , ok",
    "VP9, 63, 0, , ok",
    "VP9, 30, 9, , 'preset: one of 0, 1, 2, 3, 4, 5, 6, 7, 8, not 9'",
  })
  void videoEncode_otherCodec_hasItsOwnRanges(
      VideoCodec codec, int crf, String preset, @Nullable String profile, String message) {
    if (message.equals("ok")) {
      assertThat(new VideoEncode(codec, 720, crf, 9, 9, preset, profile).crf()).isEqualTo(crf);
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new VideoEncode(codec, 720, crf, 9, 9, preset, profile))
          .withMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 2, bitrateKbps", "641, 2, bitrateKbps", "128, 0, channels", "128, 9, channels"})
  void audioEncode_outOfRange_isRefused(int bitrate, int channels, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AudioEncode(AudioCodec.AAC, bitrate, channels))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"499", "60001"})
  void packaging_outOfRange_isRefused(int millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Packaging(millis, true, List.of(), false));
  }

  @ParameterizedTest
  @CsvSource({
    "499, 160, 90, 5, 5, intervalMillis",
    "3600001, 160, 90, 5, 5, intervalMillis",
    "1000, 14, 90, 5, 5, width: even",
    "1000, 161, 90, 5, 5, width: even",
    "1000, 160, 642, 5, 5, height: even",
    "1000, 160, 90, 0, 5, columns: 1 to 20",
    "1000, 160, 90, 5, 21, rows: 1 to 20",
  })
  void thumbnails_outOfRange_areRefused(
      int interval, int width, int height, int columns, int rows, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Profile.Thumbnails(interval, width, height, columns, rows))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "25, 1", "26, 2", "50, 2", "51, 3"})
  void thumbnailGrid_anyNumber_fillsSheetsInTurn(int tiles, int sheets) {
    assertThat(new ThumbnailGrid(1000, 160, 90, 5, 5, tiles).sheets()).isEqualTo(sheets);
  }

  @Test
  void thumbnailGrid_nonsense_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ThumbnailGrid(0, 160, 90, 5, 5, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThumbnailGrid(1000, 161, 90, 5, 5, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThumbnailGrid(1000, 160, 90, 5, 5, 0));
  }

  @Test
  void profile_withoutRenditions_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Profile(
                    "p",
                    "",
                    List.of(),
                    List.of(AUDIO),
                    null,
                    new Packaging(4000, true, List.of(), false),
                    null,
                    true,
                    null,
                    false,
                    Profile.Selection.BEST,
                    Profile.End.LONGEST,
                    50))
        .withMessageContaining("encodes");
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "2, 0", "3, 2", "2, 3"})
  void videoRendition_oddOrNoSize_isRefused(int width, int height) {
    VideoEncode encode = new VideoEncode(VideoCodec.H264, 2, 21, 1, 1, "veryfast", null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoRendition("v", width, height, encode));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "48000, 0", "48000, 3", "48000, 6"})
  void audioRendition_withoutSampleRateOrWithOtherChannels_isRefused(int rateHz, int channels) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AudioRendition("a", "und", null, true, List.of(), rateHz, channels, AUDIO));
  }

  @ParameterizedTest
  @CsvSource({
    "-41, -1, targetLufs",
    "-4, -1, targetLufs",
    "-16, -21, maxTruePeakDbtp",
    "-16, 1, maxTruePeakDbtp"
  })
  void loudness_outOfRange_isRefused(int target, int peak, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Loudness(target, peak))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 0, 1", "1, 0, 1, 0, 1", "1, 1, 0, 0, 1", "1, 1, 1, -1, 1", "1, 1, 1, 5, 5"})
  void encodedSegment_impossible_isRefused(
      int number, long bytes, int frames, long start, long end) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EncodedSegment(number, bytes, frames, start, end));
  }

  @Test
  void jobState_ends_areThree() {
    assertThat(Arrays.stream(JobState.values()).filter(JobState::isEnd))
        .containsExactly(JobState.DONE, JobState.FAILED, JobState.CANCELLED);
  }
}
