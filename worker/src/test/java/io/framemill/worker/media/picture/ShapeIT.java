package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedPicture;
import io.framemill.worker.testmedia.StripedPicture;
import io.framemill.worker.testmedia.StripedPicture.Stripe;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cropped pictures, and pictures whose shape is not that of the stream. */
class ShapeIT {
  private static final Rational SQUARE = new Rational(1, 1);
  private static final int BLACK = 16;

  @TempDir private Path directory;

  private static VideoRendition lossless(int width, int height) {
    return new VideoRendition(
        width + "x" + height,
        width,
        height,
        new Profile.VideoEncode(VideoCodec.H264, height, 0, 100_000, 100_000, "ultrafast", null));
  }

  private List<DecodedPicture> encode(TaskRun run, VideoRendition... renditions) {
    run.encodeVideo(1, renditions);
    return decoded(renditions[0]);
  }

  private List<DecodedPicture> decoded(VideoRendition rendition) {
    return DecodedPicture.of(
        DecodedMedia.joined(directory.resolve("out/video").resolve(rendition.name())));
  }

  private TaskRun cropped(Path source, Crop crop, Orientation orientation) {
    return new TaskRun(source, directory.resolve("out"))
        .shaped(new Geometry(320, 180, crop, SQUARE, orientation));
  }

  @ParameterizedTest
  @CsvSource({"40, 20", "41, 20", "40, 21", "39, 19"})
  void encodeVideo_cropped_showsThatPartOfEachPicture(int left, int top) {
    Path source = TestClip.at(directory.resolve("a.mkv")).videoCodec("ffv1").gop(1).write();
    List<DecodedPicture> in = DecodedPicture.of(source);
    Crop crop = new Crop(left, top, 80 - left, 40 - top);

    List<DecodedPicture> out =
        encode(cropped(source, crop, Orientation.UPRIGHT), lossless(240, 140));

    assertThat(out).hasSize(48);
    for (int i = 0; i < out.size(); i++) {
      for (int y = 0; y < 140; y++) {
        for (int x = 0; x < 240; x++) {
          assertThat(out.get(i).luma(x, y)).isEqualTo(in.get(i).luma(left + x, top + y));
        }
      }
    }
  }

  /** Stripes of 40 columns, cut between the two columns of a pair: colours stay with brightness. */
  @Test
  void encodeVideo_croppedByAnOddNumber_keepsColoursInPlace() {
    StripedPicture stripes =
        new StripedPicture(
            IntStream.range(0, StripedPicture.STRIPES)
                .mapToObj(i -> new Stripe(i % 2 == 0 ? 60 : 180, i % 2 == 0 ? 80 : 176, 128, 0))
                .toList());
    Path source =
        TestClip.at(directory.resolve("a.mkv")).frames(2).stripes("yuv420p", stripes).write();

    DecodedPicture out =
        encode(cropped(source, new Crop(41, 21, 39, 19), Orientation.UPRIGHT), lossless(240, 140))
            .get(0);

    // Column 39 begins a stripe; the pair of 38 and 39 is half of each colour.
    assertThat(out.luma(38, 70)).isEqualTo(180);
    assertThat(out.luma(39, 70)).isEqualTo(60);
    assertThat(out.blue(17, 35)).isBetween(172, 180);
    assertThat(out.blue(19, 35)).isBetween(108, 148);
    assertThat(out.blue(21, 35)).isBetween(76, 84);
  }

  @Test
  void encodeVideo_croppedAndTurned_isCroppedFirst() {
    Path source = TestClip.at(directory.resolve("a.mkv")).videoCodec("ffv1").gop(1).write();
    List<DecodedPicture> in = DecodedPicture.of(source);

    List<DecodedPicture> out =
        encode(
            cropped(source, new Crop(60, 0, 20, 40), new Orientation(false, 90)),
            lossless(140, 240));

    for (int y = 0; y < 240; y += 7) {
      for (int x = 0; x < 140; x += 7) {
        assertThat(out.get(5).luma(x, y)).isEqualTo(in.get(5).luma(60 + y, 139 - x));
      }
    }
  }

  private Path joined(TestClip first, TestClip second) throws IOException {
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(first.write(), out);
      Files.copy(second.times(new Rational(1, 24), n -> n + 24).write(), out);
    }
    return joined;
  }

  private TestClip part(int number) {
    return TestClip.at(directory.resolve(number + ".ts")).frames(24);
  }

  /** Another pixel shape at the same size, as when an advertisement precedes a film. */
  @Test
  void encodeVideo_pixelShapeChanges_fitsTheOtherShapeWithBars() throws IOException {
    Path source =
        joined(part(1).size(320, 240).pixelShape(1, 1), part(2).size(320, 240).pixelShape(4, 3));
    Geometry wide = new Geometry(320, 240, Crop.NONE, new Rational(4, 3), Orientation.UPRIGHT);
    VideoRendition large = lossless(428, 240);
    VideoRendition small = lossless(160, 90);

    List<DecodedPicture> out =
        encode(new TaskRun(source, directory.resolve("out")).shaped(wide), large, small);

    // 4:3 in 428 columns is 320 wide, between bars of 54.
    assertFilled(out.subList(0, 24), 54, 320, 240);
    assertFilled(out.subList(24, 48), 0, 428, 240);
    List<DecodedPicture> less = decoded(small);
    assertThat(less.get(3).luma(5, 60)).isEqualTo(BLACK);
    assertThat(less.get(3).number(20, 0, 120, 90)).isEqualTo(3);
    assertThat(less.get(27).number(0, 0, 160, 90)).isEqualTo(3);
  }

  private static void assertFilled(List<DecodedPicture> part, int left, int width, int height) {
    for (int i = 0; i < part.size(); i++) {
      DecodedPicture picture = part.get(i);
      assertThat(picture.number(left, 0, width, height)).isEqualTo(i);
      for (int x = 0; x < picture.width(); x++) {
        boolean isBar = x < left || x >= left + width;
        if (isBar) {
          assertThat(picture.luma(x, height * 3 / 4)).isEqualTo(BLACK);
          assertThat(picture.blue(x / 2, height * 3 / 8)).isEqualTo(128);
        } else {
          assertThat(picture.luma(x, height * 3 / 4)).isGreaterThan(BLACK + 10);
        }
      }
    }
  }

  @Test
  void encodeVideo_sizeChangesToAnotherShape_fitsItWithBars() throws IOException {
    Path source = joined(part(1).size(320, 180), part(2).size(180, 320));

    List<DecodedPicture> out =
        encode(new TaskRun(source, directory.resolve("out")), lossless(320, 180));

    assertFilled(out.subList(0, 24), 0, 320, 180);
    assertFilled(out.subList(24, 48), 110, 100, 180);
  }
}
