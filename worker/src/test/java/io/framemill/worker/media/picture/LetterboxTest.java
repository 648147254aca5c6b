package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {
  private static final Rational SQUARE = new Rational(1, 1);

  private static PictureFormat format(int width, int height, Rational pixelShape) {
    return new PictureFormat(
        width, height, AV_PIX_FMT_YUV420P, new PictureColor(1, 1, 1, 1), pixelShape);
  }

  private static VideoRendition rendition(int width, int height) {
    return new VideoRendition(
        "r",
        width,
        height,
        new Profile.VideoEncode(VideoCodec.H264, height, 21, 100, 100, "fast", null));
  }

  private static String size(Geometry geometry, PictureFormat format, VideoRendition rendition) {
    Letterbox.Size size = new Letterbox(geometry, format).in(rendition);
    return size.width() + "x" + size.height();
  }

  @ParameterizedTest
  @CsvSource({
    "1280, 720, 1, 1, 1024x576", // the stream's shape at another size
    "720, 576, 64, 45, 1024x576", // as it is
    "720, 576, 16, 15, 768x576", // 4:3
    "480, 272, 1, 1, 1024x576", // 16:9 but for a rounding
    "1920, 800, 1, 1, 1024x428", // cinema
    "576, 1024, 1, 1, 324x576" // upright
  })
  void in_pictureOfSomeShape_isFittedIntoTheStreams(
      int width, int height, int numerator, int denominator, String fitted) {
    Geometry wide = new Geometry(720, 576, Crop.NONE, new Rational(64, 45), Orientation.UPRIGHT);
    PictureFormat format = format(width, height, new Rational(numerator, denominator));

    assertThat(size(wide, format, rendition(1024, 576))).isEqualTo(fitted);
  }

  @Test
  void in_turned_fitsTheTurnedPicture() {
    Geometry upright = new Geometry(320, 180, Crop.NONE, SQUARE, new Orientation(false, 90));

    assertThat(size(upright, format(320, 240, SQUARE), rendition(180, 320))).isEqualTo("180x240");
  }

  @Test
  void crop_pictureOfTheStreamsSize_isThatOfTheStream() {
    Crop crop = new Crop(40, 20, 40, 20);
    Geometry cropped = new Geometry(320, 180, crop, SQUARE, Orientation.UPRIGHT);

    assertThat(new Letterbox(cropped, format(320, 180, SQUARE)).crop()).isEqualTo(crop);
    assertThat(size(cropped, format(320, 180, SQUARE), rendition(240, 140))).isEqualTo("240x140");
  }

  @Test
  void crop_pictureOfAnotherSize_isNone() {
    Geometry cropped =
        new Geometry(320, 180, new Crop(40, 20, 40, 20), SQUARE, Orientation.UPRIGHT);

    assertThat(new Letterbox(cropped, format(640, 360, SQUARE)).crop()).isEqualTo(Crop.NONE);
  }
}
