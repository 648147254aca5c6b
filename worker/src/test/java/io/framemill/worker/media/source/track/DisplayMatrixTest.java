package io.framemill.worker.media.source.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Orientation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayMatrixTest {
  private static final int ONE = 1 << 16;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, false, 0",
    "0, 1, -1, 0, false, 90",
    "-1, 0, 0, -1, false, 180",
    "0, -1, 1, 0, false, 270",
    "-1, 0, 0, 1, true, 0",
    "0, -1, -1, 0, true, 90",
    "1, 0, 0, -1, true, 180",
    "0, 1, 1, 0, true, 270",
    "0, 0, 0, 0, false, 0",
  })
  void orientation_quarterTurns_areExact(
      int a, int b, int c, int d, boolean mirrored, int clockwiseDegrees) {
    assertThat(DisplayMatrix.orientation(a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30))
        .isEqualTo(new Orientation(mirrored, clockwiseDegrees));
  }

  @ParameterizedTest
  @CsvSource({"60000, 20000, -20000, 60000, 0", "20000, 60000, -60000, 20000, 90"})
  void orientation_slanted_snapsToTheNearestQuarter(int a, int b, int c, int d, int degrees) {
    assertThat(DisplayMatrix.orientation(a, b, 0, c, d, 0, 0, 0, 1 << 30))
        .isEqualTo(new Orientation(false, degrees));
  }
}
