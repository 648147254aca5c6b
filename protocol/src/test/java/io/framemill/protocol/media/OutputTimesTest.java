package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputTimesTest {
  private static final Rational MILLIS = new Rational(1, 1000);

  @Test
  void timeline_noFrameRate_isTheSources() {
    Timeline source = new Timeline(MILLIS, 7, 9_007, 4000);
    OutputTimes times = new OutputTimes(source, null);
    assertThat(times.timeline()).isEqualTo(source);
    assertThat(times.sourceStartPts(2)).isEqualTo(4_007);
    assertThatIllegalStateException().isThrownBy(() -> times.lastBegunPts(0));
  }

  @Test
  void timeline_frameRate_hasATickForEachPicture() {
    OutputTimes times = times(new Rational(1, 24), 48, new Rational(30_000, 1001));
    assertThat(times.timeline()).isEqualTo(new Timeline(new Rational(1001, 30_000), 0, 60, 4000));
  }

  @Test
  void lastBegunPts_longTicks_allowsTwoMilliseconds() {
    OutputTimes times = times(new Rational(1, 24), 48, new Rational(30, 1));
    assertThat(LongStream.range(0, 6).map(times::lastBegunPts))
        .containsExactly(0L, 0L, 1L, 2L, 3L, 4L);
  }

  /** Matroska rounds to milliseconds: 33.37 ms become 33 or 34, by where the first one lay. */
  @ParameterizedTest
  @MethodSource("roundings")
  void lastBegunPts_roundedSourceOfThatRate_meetsEachPictureOnce(RoundingMode rounding) {
    Rational rate = new Rational(30_000, 1001);
    Rational picture = new Rational(1001, 30_000);
    for (int first = 0; first < 50; first++) {
      long[] pts = new long[200];
      for (int n = 0; n < pts.length; n++) {
        pts[n] = picture.rescale(first + n, MILLIS, rounding);
      }
      long end = picture.rescale(first + pts.length, MILLIS, rounding);
      OutputTimes times = new OutputTimes(new Timeline(MILLIS, pts[0], end, 1000), rate);
      assertThat(times.pictureCount(end)).isEqualTo(pts.length);
      for (int n = 0; n + 1 < pts.length; n++) {
        assertThat(times.lastBegunPts(n)).isBetween(pts[n], pts[n + 1] - 1);
      }
    }
  }

  static Stream<RoundingMode> roundings() {
    return Stream.of(RoundingMode.FLOOR, RoundingMode.HALF_UP, RoundingMode.CEILING);
  }

  /** The same each time. */
  static Stream<OutputTimes> manyTimes() {
    Random random = new Random(11);
    return random
        .ints(200)
        .mapToObj(
            ignored -> {
              Rational tick = new Rational(random.nextInt(1, 50), random.nextInt(1, 90_001));
              long origin = random.nextLong(-1L << 33, 1L << 33);
              long end = origin + random.nextLong(1, 1L << 14);
              Rational rate = new Rational(random.nextInt(1, 60_000), random.nextInt(1, 1002));
              return new OutputTimes(new Timeline(tick, origin, end, 500), rate);
            });
  }

  @ParameterizedTest
  @MethodSource("manyTimes")
  void anyTimes_picturesAndSegments_fitTogether(OutputTimes times) {
    long end = times.source().endPts();
    long count = times.pictureCount(end);
    assertThat(times.timeline().endPts()).isEqualTo(count);
    assertThat(times.lastBegunPts(0)).isBetween(times.source().originPts(), end);
    if (count > 1) {
      assertThat(times.lastBegunPts(count - 1)).isLessThan(end);
    }
    assertThat(times.lastBegunPts(count)).isGreaterThanOrEqualTo(end);
    assertThat(times.sourceStartPts(1)).isEqualTo(times.source().originPts());
    int segments = Math.min(100, times.timeline().segmentCount());
    for (int number = 2; number <= segments; number++) {
      long first = times.timeline().segmentStartPts(number);
      assertThat(times.sourceStartPts(number)).isEqualTo(times.lastBegunPts(first) + 1);
      assertThat(times.lastBegunPts(first - 1)).isLessThanOrEqualTo(times.lastBegunPts(first));
    }
  }

  @Test
  void new_noRate_isRefused() {
    Timeline source = new Timeline(MILLIS, 0, 1, 4000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputTimes(source, new Rational(0, 1)));
  }

  private static OutputTimes times(Rational tick, long ticks, Rational rate) {
    return new OutputTimes(new Timeline(tick, 0, ticks, 4000), rate);
  }
}
