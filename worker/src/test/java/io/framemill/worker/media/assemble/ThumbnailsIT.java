package io.framemill.worker.media.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.testmedia.CounterPicture;
import io.framemill.worker.testmedia.StripedPicture;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Posters and sheets, read by the JDK's own decoder. Segments last 1 s. */
class ThumbnailsIT {
  private static final int RATE = 24;
  private static final VideoRendition SMALL = TaskRun.rendition("small", 160, 90);
  private static final VideoRendition LARGE = TaskRun.rendition("large", 320, 180);

  @TempDir Path directory;

  @Test
  void thumbnails_longIntervals_takeTheKeyFrameBeforeTheMiddle() throws IOException {
    TaskRun run = encode(clip(10 * RATE));

    TaskResult.ThumbnailsMade made = thumbnails(run, new ThumbnailGrid(4_000, 96, 54, 2, 1, 3));

    assertThat(made.tiles()).isEqualTo(3);
    assertThat(made.sheets()).isEqualTo(2);
    assertThat(made.bytes()).isEqualTo(size("poster.jpg", "sprite-00001.jpg", "sprite-00002.jpg"));
    assertThat(numbers(2, 1, 3)).containsExactly(2 * RATE, 6 * RATE, 9 * RATE);
    assertThat(read("sprite-00002.jpg").getWidth()).isEqualTo(192);
  }

  @Test
  void thumbnails_shortIntervals_takeThePictureInTheMiddle() throws IOException {
    TaskRun run = encode(clip(2 * RATE));

    thumbnails(run, new ThumbnailGrid(500, 96, 54, 2, 2, 4));

    assertThat(numbers(2, 2, 4)).containsExactly(6, 18, 30, 42);
    assertThat(directory.resolve("thumbs/sprite-00002.jpg")).doesNotExist();
  }

  @Test
  void thumbnails_onePicture_isPosterAndTile() throws IOException {
    TaskRun run = encode(clip(1));

    thumbnails(run, new ThumbnailGrid(10_000, 96, 54, 1, 1, 1));

    assertThat(numbers(1, 1, 1)).containsExactly(0);
    assertThat(read("poster.jpg").getWidth()).isEqualTo(320);
    assertThat(read("poster.jpg").getHeight()).isEqualTo(180);
  }

  @Test
  void thumbnails_pauseInThePictures_showsWhatIsStillThere() throws IOException {
    Path clip =
        TestClip.at(directory.resolve("pause.mkv"))
            .size(320, 180)
            .times(new Rational(1, RATE), n -> n < RATE ? n : n + 7L * RATE)
            .write();

    thumbnails(encode(clip), new ThumbnailGrid(2_000, 96, 54, 5, 1, 5));

    assertThat(numbers(5, 1, 5)).containsExactly(0, 0, 0, 0, RATE);
  }

  @Test
  void thumbnails_runTwice_areTheSameToTheByte() throws IOException {
    TaskRun run = encode(clip(2 * RATE));
    ThumbnailGrid grid = new ThumbnailGrid(1_000, 96, 54, 2, 1, 2);
    thumbnails(run, grid);
    byte[] poster = Files.readAllBytes(directory.resolve("thumbs/poster.jpg"));
    byte[] sheet = Files.readAllBytes(directory.resolve("thumbs/sprite-00001.jpg"));

    thumbnails(run, grid);

    assertThat(directory.resolve("thumbs/poster.jpg")).hasBinaryContent(poster);
    assertThat(directory.resolve("thumbs/sprite-00001.jpg")).hasBinaryContent(sheet);
  }

  @Test
  void poster_blackStart_isALaterPicture() throws IOException {
    Path clip =
        TestClip.at(directory.resolve("black.mp4"))
            .size(320, 180)
            .frames(30 * RATE)
            .blackUntil(RATE + 1)
            .write();

    thumbnails(encode(clip), new ThumbnailGrid(10_000, 96, 54, 3, 1, 3));

    assertThat(number(read("poster.jpg"), 0, 0, 320, 180)).isEqualTo(3 * RATE);
  }

  @Test
  void poster_colours_areThoseOfThePicture() throws IOException {
    StripedPicture.Stripe red709 = new StripedPicture.Stripe(63, 102, 240, 0);
    StripedPicture.Stripe white = new StripedPicture.Stripe(235, 128, 128, 0);
    StripedPicture.Stripe black = new StripedPicture.Stripe(16, 128, 128, 0);
    List<StripedPicture.Stripe> stripes =
        List.of(red709, white, black, red709, white, black, red709, white);
    Path clip =
        TestClip.at(directory.resolve("colours.mkv"))
            .size(320, 180)
            .stripes("yuv420p", new StripedPicture(stripes))
            .color(io.framemill.protocol.media.MediaInfo.Color.BT709)
            .write();

    thumbnails(encode(clip), new ThumbnailGrid(1_000, 96, 54, 2, 1, 2));

    BufferedImage poster = read("poster.jpg");
    assertThat(components(poster.getRGB(20, 90))).containsExactly(255, 0, 0);
    assertThat(components(poster.getRGB(60, 90))).containsExactly(255, 255, 255);
    assertThat(components(poster.getRGB(100, 90))).containsExactly(0, 0, 0);
  }

  private static List<Integer> components(int rgb) {
    return List.of(step(rgb >> 16), step(rgb >> 8), step(rgb));
  }

  /** A component as 0, 255 or what it is if it is near neither. */
  private static int step(int value) {
    int component = value & 0xff;
    return component <= 6 ? 0 : component >= 249 ? 255 : component;
  }

  private Path clip(int frames) {
    return TestClip.at(directory.resolve("clip.mp4")).size(320, 180).frames(frames).write();
  }

  private TaskRun encode(Path clip) {
    TaskRun run = new TaskRun(clip, directory);
    run.encodeVideo(5, LARGE, SMALL);
    return run;
  }

  private static TaskResult.ThumbnailsMade thumbnails(TaskRun run, ThumbnailGrid grid) {
    return run.makeThumbnails(grid, SMALL, LARGE);
  }

  private long size(String... files) throws IOException {
    long size = 0;
    for (String file : files) {
      size += Files.size(directory.resolve("thumbs").resolve(file));
    }
    return size;
  }

  private BufferedImage read(String file) throws IOException {
    return ImageIO.read(directory.resolve("thumbs").resolve(file).toFile());
  }

  /** The numbers in the first tiles of 96x54 pixels. */
  private List<Integer> numbers(int columns, int rows, int tiles) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < tiles; i++) {
      BufferedImage sheet = read(String.format("sprite-%05d.jpg", i / (columns * rows) + 1));
      int place = i % (columns * rows);
      numbers.add(number(sheet, place % columns * 96, place / columns * 54, 96, 54));
    }
    return numbers;
  }

  private static int number(BufferedImage image, int left, int top, int width, int height) {
    return CounterPicture.read(
        width, height, (x, y) -> image.getRGB(left + x, top + y) >> 8 & 0xff);
  }
}
