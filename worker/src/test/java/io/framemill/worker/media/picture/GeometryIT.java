package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedPicture;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.StripedPicture;
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

/** Sizes and shapes of pictures; turned ones are in {@link OrientationIT}. */
class GeometryIT {
  private static final Rational SQUARE = new Rational(1, 1);

  @TempDir private Path directory;

  private DecodedStream encode(Path source, int width, int height) {
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    run.encodeVideo(1, TaskRun.rendition("r", width, height));
    DecodedStream out = run.decodedVideo("r");
    assertThat(out.widthPixels()).isEqualTo(width);
    assertThat(out.heightPixels()).isEqualTo(height);
    assertThat(out.pixelShape()).isEqualTo(SQUARE);
    return out;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 640, 180", "1, 2, 160, 180", "16, 15, 341, 180", "213, 208, 328, 180"})
  void encodeVideo_oblongPixels_becomeSquare(
      int numerator, int denominator, int displayWidth, int displayHeight) {
    for (String file : new String[] {"a.mp4", "a.mkv", "a.ts"}) {
      Path source =
          TestClip.at(directory.resolve(file))
              .frames(24)
              .pixelShape(numerator, denominator)
              .write();

      TaskRun run = new TaskRun(source, directory.resolve("x"));
      assertThat(run.video().geometry().displayWidthPixels()).isEqualTo(displayWidth);
      assertThat(run.video().geometry().displayHeightPixels()).isEqualTo(displayHeight);
      assertThat(encode(source, displayWidth & ~1, displayHeight).frameNumbers())
          .isEqualTo(numbers(24));
    }
  }

  @ParameterizedTest
  @CsvSource({"161, 121", "161, 120", "160, 121", "97, 321"})
  void encodeVideo_oddSize_isReadable(int width, int height) {
    Path source =
        TestClip.at(directory.resolve("a.mkv"))
            .size(width, height)
            .frames(24)
            .videoCodec("ffv1")
            .write();

    assertThat(encode(source, width & ~1, height & ~1).frameNumbers()).isEqualTo(numbers(24));
  }

  @Test
  void encodeVideo_portrait_staysUpright() {
    Path source = TestClip.at(directory.resolve("a.mp4")).size(180, 320).frames(24).write();

    assertThat(encode(source, 90, 160).frameNumbers()).isEqualTo(numbers(24));
  }

  @Test
  void encodeVideo_sliver_keepsItsShapeAndPictures() {
    Path source =
        TestClip.at(directory.resolve("a.mkv"))
            .size(16, 4000)
            .frames(6)
            .stripes("yuv420p", StripedPicture.greys(16, 235, 128))
            .write();

    DecodedStream out = encode(source, 16, 4000);

    assertThat(out.framePts()).hasSize(6);
    assertThat(out.stripes()).extracting(StripedPicture.Stripe::a).isSorted();
  }

  @Test
  void encodeVideo_8k_isScaledDown() {
    Path source =
        TestClip.at(directory.resolve("a.mp4"))
            .size(7680, 4320)
            .frames(2)
            .videoOption("preset", "ultrafast")
            .write();

    assertThat(encode(source, 640, 360).frameNumbers()).isEqualTo(numbers(2));
  }

  @Test
  void encodeVideo_shapeChangesInMidStream_isFittedIntoTheFirstInChunksAsInOne()
      throws IOException {
    Path wide = TestClip.at(directory.resolve("1.ts")).frames(60).size(320, 180).write();
    Path tall =
        TestClip.at(directory.resolve("2.ts"))
            .frames(60)
            .size(180, 320)
            .times(new Rational(1, 24), n -> n + 60)
            .write();
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(wide, out);
      Files.copy(tall, out);
    }

    List<Integer> chunks = encode(joined, 320, 180).frameNumbers();
    List<Integer> fitted =
        DecodedPicture.of(DecodedMedia.joined(directory.resolve("out/video/r"))).stream()
            .map(picture -> picture.number(110, 0, 100, 180))
            .toList();

    assertThat(chunks.subList(0, 60)).isEqualTo(numbers(60));
    assertThat(fitted.subList(60, 120)).isEqualTo(numbers(60));
  }
}
