package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.controller.Media;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SeekPoint;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SourceComplexityTest {
  private static final long SECOND = Media.TIME_BASE.denominator();
  private static final Offset<Double> ROUNDED = within(1e-6);

  @Test
  void workBefore_evenRate_isTime() {
    SourceComplexity bytes = of(100, new SeekPoint(0, 0), new SeekPoint(5 * SECOND, 50));
    assertThat(seconds(bytes, 0, 10)).isEqualTo(10, ROUNDED);
    assertThat(seconds(bytes, 3, 7)).isEqualTo(4, ROUNDED);
  }

  @Test
  void workBefore_moreBytes_isMoreWorkAndTheSumIsTheTime() {
    SourceComplexity bytes = of(100, new SeekPoint(0, 0), new SeekPoint(5 * SECOND, 25));
    assertThat(seconds(bytes, 0, 5)).isEqualTo(5 * (0.6 + 0.4 * 0.5), ROUNDED);
    assertThat(seconds(bytes, 5, 10)).isEqualTo(5 * (0.6 + 0.4 * 1.5), ROUNDED);
    assertThat(seconds(bytes, 4, 6)).isEqualTo(2, ROUNDED);
  }

  @Test
  void workBefore_hugeRate_isBounded() {
    SourceComplexity bytes = of(1_000_000, new SeekPoint(0, 0), new SeekPoint(9 * SECOND, 9));
    assertThat(seconds(bytes, 9, 10)).isEqualTo(0.6 + 0.4 * 4, ROUNDED);
  }

  @Test
  void workBefore_positionsUnknownOrOutOfOrder_isTime() {
    assertThat(seconds(of(100, new SeekPoint(0, -1), new SeekPoint(5 * SECOND, 50)), 5, 10))
        .isEqualTo(5, ROUNDED);
    assertThat(seconds(of(100, new SeekPoint(0, 60), new SeekPoint(5 * SECOND, 50)), 5, 10))
        .isEqualTo(5, ROUNDED);
    assertThat(seconds(of(100, new SeekPoint(0, 0), new SeekPoint(11 * SECOND, 50)), 5, 10))
        .isEqualTo(5, ROUNDED);
    assertThat(seconds(of(100), 5, 10)).isEqualTo(5, ROUNDED);
  }

  private static SourceComplexity of(long sizeBytes, SeekPoint... keyFrames) {
    MediaInfo film =
        Media.withKeyFrames(Media.film(10, 640, 360, 10), List.of(keyFrames), sizeBytes);
    return new SourceComplexity(film, film.video().get(0));
  }

  private static double seconds(SourceComplexity bytes, int from, int to) {
    return (bytes.workBefore(to * SECOND) - bytes.workBefore(from * SECOND)) / SECOND;
  }
}
