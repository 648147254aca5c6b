package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimelineTest {
  @ParameterizedTest
  @CsvSource({
    // time base, origin, millis, number, start
    "1, 24, 0, 4000, 2, 96",
    "1, 24, 0, 4000, 1000, 95904",
    "1, 12800, 512, 4000, 3, 102912",
    "1, 90000, 0, 4000, 2, 360000",
    "1, 90000, -3003, 4000, 2, 356997",
    "1, 90000, 8589934591, 6000, 4, 8591554591",
    "1, 1000, 21, 2500, 3, 5021",
    "1, 30000, 0, 4000, 2, 120000",
    // A tick is a frame of 29.97 fps: 4 s lie between the ticks 119 and 120, 8 s between 239 and
    // 240.
    "1001, 30000, 0, 4000, 2, 120",
    "1001, 30000, 0, 4000, 3, 240",
    "1001, 30000, 7, 4000, 1002, 120007",
    "1001, 24000, -5, 4000, 2, 91",
  })
  void segmentStartPts_isTheFirstTickAtOrAfterItsTime(
      long numerator, long denominator, long origin, int millis, int number, long start) {
    Timeline timeline =
        new Timeline(new Rational(numerator, denominator), origin, origin + 1_000_000, millis);
    assertThat(timeline.segmentStartPts(number)).isEqualTo(start);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 24, 0, 96, 1",
    "1, 24, 0, 97, 2",
    "1, 24, 0, 1, 1",
    "1, 24, 1000, 1192, 2",
    "1, 24, -1000, -807, 3",
    "1001, 30000, 0, 120, 1",
    "1001, 30000, 0, 121, 2",
    "1, 90000, 0, 2700000, 8",
  })
  void segmentCount_countsTheLastPartToo(
      long numerator, long denominator, long origin, long end, int count) {
    assertThat(new Timeline(new Rational(numerator, denominator), origin, end, 4000).segmentCount())
        .isEqualTo(count);
  }

  static List<Timeline> manyTimelines() {
    Random random = new Random(20260101);
    return random
        .ints(300)
        .mapToObj(
            ignored -> {
              Rational timeBase = new Rational(random.nextInt(1, 2000), random.nextInt(1, 200_000));
              long origin = random.nextLong(-1L << 33, 1L << 33);
              long length = random.nextLong(1, 1L << 22);
              int millis =
                  random.nextInt(Timeline.MIN_SEGMENT_MILLIS, Timeline.MAX_SEGMENT_MILLIS + 1);
              return new Timeline(timeBase, origin, origin + length, millis);
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("manyTimelines")
  void segments_ofAnyTimeline_followOnAndCoverIt(Timeline timeline) {
    int count = timeline.segmentCount();
    assertThat(timeline.segmentStartPts(1)).isEqualTo(timeline.originPts());
    assertThat(timeline.segmentStartPts(count)).isLessThan(timeline.endPts());
    assertThat(timeline.segmentStartPts(count + 1)).isGreaterThanOrEqualTo(timeline.endPts());
    for (int number = 1; number <= Math.min(count, 500); number++) {
      long start = timeline.segmentStartPts(number);
      assertThat(timeline.segmentStartPts(number + 1)).isGreaterThanOrEqualTo(start);
      BigInteger due = BigInteger.valueOf((number - 1L) * timeline.segmentMillis());
      assertThat(elapsedMillis(timeline, start)).isGreaterThanOrEqualTo(scaled(timeline, due));
      assertThat(elapsedMillis(timeline, start - 1)).isLessThan(scaled(timeline, due));
    }
  }

  @Test
  void new_beyondWhatCanBeCounted_isRefused() {
    Rational second = new Rational(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeline(second, Long.MIN_VALUE, Long.MAX_VALUE, 4000))
        .withMessageContaining("too long");
    assertThat(new Timeline(second, 0, 4L * Integer.MAX_VALUE, 4000).segmentCount())
        .isEqualTo(Integer.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeline(second, 0, 4L * Integer.MAX_VALUE + 1, 4000));
  }

  @Test
  void new_valuesOutOfRange_areRefused() {
    Rational base = new Rational(1, 24);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeline(new Rational(0, 1), 0, 1, 4000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeline(new Rational(-1, 24), 0, 1, 4000));
    assertThatIllegalArgumentException().isThrownBy(() -> new Timeline(base, 5, 5, 4000));
    assertThatIllegalArgumentException().isThrownBy(() -> new Timeline(base, 0, 1, 499));
    assertThatIllegalArgumentException().isThrownBy(() -> new Timeline(base, 0, 1, 60_001));
    Timeline timeline = new Timeline(base, 0, 1, 4000);
    assertThatIllegalArgumentException().isThrownBy(() -> timeline.segmentStartPts(0));
  }

  /** Time after the origin in milliseconds, times the time base's denominator. */
  private static BigInteger elapsedMillis(Timeline timeline, long pts) {
    return BigInteger.valueOf(pts - timeline.originPts())
        .multiply(BigInteger.valueOf(1000 * timeline.timeBase().numerator()));
  }

  private static BigInteger scaled(Timeline timeline, BigInteger millis) {
    return millis.multiply(BigInteger.valueOf(timeline.timeBase().denominator()));
  }
}
