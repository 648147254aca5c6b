package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
  @ParameterizedTest(name = "{0}x{1} -> {2}")
  @CsvSource({
    "1920, 1080, 1080p 1920x1080; 720p 1280x720; 480p 854x480; 360p 640x360",
    "1080, 1920, 1080p 1080x1920; 720p 720x1280; 480p 480x854; 360p 360x640",
    "1280, 720, 720p 1280x720; 480p 854x480; 360p 640x360",
    "1920, 800, 720p 1728x720; 480p 1152x480; 360p 864x360",
    "640, 358, 358p 640x358",
    "161, 121, 120p 160x120",
    "16, 4000, 16p 16x4000",
    "1, 1, 2p 2x2",
  })
  void fit_anySource_dropsWhatIsLargerAndKeepsOne(int width, int height, String expected) {
    assertThat(describe(fit(source(width, height, Orientation.UPRIGHT)))).isEqualTo(expected);
  }

  @Test
  void fit_turnedPhonePicture_isPortrait() {
    VideoStream source = source(1920, 1080, new Orientation(false, 90));
    assertThat(describe(fit(source))).startsWith("1080p 1080x1920; 720p 720x1280");
  }

  @Test
  void fit_sameHeightTwice_namesDiffer() {
    List<VideoRendition> ladder =
        Ladder.fit(
            List.of(Media.encode(360), Media.encode(360)), source(1920, 1080, Orientation.UPRIGHT));
    assertThat(ladder).extracting(VideoRendition::name).containsExactly("360p", "360p-2");
  }

  @Test
  void fit_severalCodecs_namesSayWhichIsWhich() {
    VideoEncode av1 = encode(VideoCodec.AV1, 720, "8");
    List<VideoEncode> encodes = List.of(Media.encode(720), av1, encode(VideoCodec.AV1, 360, "8"));

    assertThat(describe(Ladder.fit(encodes, source(1280, 720, Orientation.UPRIGHT))))
        .isEqualTo("720p-h264 1280x720; 720p-av1 1280x720; 360p-av1 640x360");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"H264, 4p 10x4", "HEVC, 4p 40x16", "AV1, 4p 20x8", "VP9, 4p 10x4"})
  void fit_smallerThanTheEncoderTakes_isEnlarged(VideoCodec codec, String expected) {
    VideoEncode encode = encode(codec, 4, codec.presets().get(4));

    assertThat(describe(Ladder.fit(List.of(encode), source(10, 4, Orientation.UPRIGHT))))
        .isEqualTo(expected);
  }

  private static VideoEncode encode(VideoCodec codec, int height, String preset) {
    return new VideoEncode(codec, height, 30, 1_000, 1_000, preset, null);
  }

  private static List<VideoRendition> fit(VideoStream source) {
    return Ladder.fit(Media.profile(1080, 720, 480, 360).encodes(), source);
  }

  private static VideoStream source(int width, int height, Orientation orientation) {
    return Media.video(0, 10, width, height, orientation, 2);
  }

  private static String describe(List<VideoRendition> ladder) {
    return String.join(
        "; ",
        ladder.stream()
            .map(r -> r.name() + " " + r.widthPixels() + "x" + r.heightPixels())
            .toList());
  }
}
