package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaInfoTest {
  @ParameterizedTest
  @CsvSource({
    // The stream is 1440x1080.
    "1, 1, 0, 1440, 1080",
    "4, 3, 0, 1920, 1080",
    "4, 3, 90, 1080, 1920",
    "1, 1, 270, 1080, 1440",
    "4, 3, 180, 1920, 1080",
    "8, 9, 0, 1280, 1080",
    "1, 1000000, 0, 1, 1080",
    "9000000000, 1, 0, 2147483647, 1080",
  })
  void displaySize_isOfSquarePixelsAndUpright(
      long numerator, long denominator, int degrees, int width, int height) {
    Geometry geometry =
        Samples.geometry(new Rational(numerator, denominator), new Orientation(false, degrees));
    assertThat(geometry.displayWidthPixels()).isEqualTo(width);
    assertThat(geometry.displayHeightPixels()).isEqualTo(height);
  }

  @Test
  void videoStream_unusableValues_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.geometry(new Rational(0, 1), Orientation.UPRIGHT))
        .withMessageContaining("sampleAspectRatio");
    assertThatIllegalArgumentException().isThrownBy(() -> video(0, 10, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> video(10, -1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> video(10, 10, 5, 5));
  }

  @Test
  void audioStream_unusableValues_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> audio(0, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> audio(48_000, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> audio(48_000, 2, 0));
  }

  @Test
  void color_negativeLight_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MediaInfo.Color("tv", "bt709", "bt709", "bt709", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "smpte2084, true",
    "arib-std-b67, true",
    "bt709, false",
    "bt2020-10, false",
  })
  void highDynamicRange_isToldByTheTransferFunction(String transfer, boolean expected) {
    MediaInfo.Color color = new MediaInfo.Color("tv", "bt2020", transfer, "bt2020nc", 0);
    assertThat(color.highDynamicRange()).isEqualTo(expected);
  }

  @Test
  void lists_areCopied() {
    MediaInfo.LeftOut data = new MediaInfo.LeftOut(1, "data", "none", "no picture", false);
    List<MediaInfo.LeftOut> leftOut = new ArrayList<>(List.of(data));
    MediaInfo media =
        new MediaInfo(
            "mp4", new SourceStamp(1, 0), false, List.of(), List.of(), List.of(), 0, 0, leftOut);
    leftOut.clear();
    assertThat(media.leftOut()).containsExactly(data);
  }

  @Test
  void orientation_notAQuarterTurn_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Orientation(false, 45));
    assertThatIllegalArgumentException().isThrownBy(() -> new Orientation(false, -90));
    assertThatIllegalArgumentException().isThrownBy(() -> new Orientation(false, 360));
  }

  private static MediaInfo.VideoStream video(int width, int height, long start, long end) {
    Rational one = new Rational(1, 1);
    return new MediaInfo.VideoStream(
        0,
        "h264",
        null,
        Geometry.of(width, height),
        "yuv420p",
        MediaInfo.Color.BT709,
        false,
        false,
        List.of(),
        one,
        one,
        start,
        end,
        PictureCount.of(1),
        List.of());
  }

  private static MediaInfo.AudioStream audio(int sampleRateHz, int channels, long end) {
    return new MediaInfo.AudioStream(
        1,
        "aac",
        sampleRateHz,
        channels,
        "und",
        null,
        true,
        List.of(),
        List.of(),
        new Rational(1, 48_000),
        0,
        end,
        1,
        end);
  }
}
