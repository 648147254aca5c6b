package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.framemill.protocol.media.Orientation;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationIT {
  private static final int ONE = 1 << 16;
  private static final int DARK = 40;
  private static final int BRIGHT = 200;

  @TempDir private Path directory;

  /** A matrix; what it means; where the stored picture's top left and top right corners go. */
  static Stream<Arguments> turns() {
    return Stream.of(
        Arguments.of(
            matrix(0, ONE, -ONE, 0), new Orientation(false, 90), "topRight", "bottomRight"),
        Arguments.of(
            matrix(-ONE, 0, 0, -ONE), new Orientation(false, 180), "bottomRight", "bottomLeft"),
        Arguments.of(matrix(0, -ONE, ONE, 0), new Orientation(false, 270), "bottomLeft", "topLeft"),
        Arguments.of(matrix(-ONE, 0, 0, ONE), new Orientation(true, 0), "topRight", "topLeft"),
        Arguments.of(
            matrix(0, -ONE, -ONE, 0), new Orientation(true, 90), "bottomRight", "topRight"));
  }

  private static int[] matrix(int a, int b, int c, int d) {
    return new int[] {a, b, 0, c, d, 0, 0, 0, 1 << 30};
  }

  @ParameterizedTest
  @MethodSource("turns")
  void encodeVideo_turnedSource_comesOutUpright(
      int[] matrix, Orientation orientation, String bright, String dark) {
    Path source =
        TestClip.at(directory.resolve("turned.mp4")).frames(24).displayMatrix(matrix).write();
    TaskRun run = new TaskRun(source, directory.resolve("out"));

    assertThat(run.video().geometry().orientation()).isEqualTo(orientation);
    int width = run.video().geometry().displayWidthPixels();
    int height = run.video().geometry().displayHeightPixels();
    run.encodeVideo(1, TaskRun.rendition("180p", width, height));

    DecodedStream decoded = run.decodedVideo("180p");
    assertThat(decoded.widthPixels()).isEqualTo(orientation.swapsSides() ? 180 : 320);
    // Picture 1 has a white block in its top left corner and black ones to the right of it.
    DecodedStream.Corners corners = decoded.corners().get(1);
    assertThat(corners).extracting(bright).asInstanceOf(INTEGER).isGreaterThan(BRIGHT);
    assertThat(corners).extracting(dark).asInstanceOf(INTEGER).isLessThan(DARK);
  }
}
