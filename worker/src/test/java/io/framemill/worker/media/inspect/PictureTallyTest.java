package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureTallyTest {
  private static final long NO_TIME = Long.MIN_VALUE;

  private static OutputTimes times(@Nullable Rational frameRate) {
    return new OutputTimes(new Timeline(new Rational(1, 25), 100, 175, 1000), frameRate);
  }

  private static PictureTally tally(long... pts) {
    PictureTally tally = new PictureTally();
    for (long time : pts) {
      tally.add(time);
    }
    return tally;
  }

  @Test
  void count_reorderedPictures_belongToTheSegmentOfTheirTime() {
    PictureCount count = tally(100, 130, 124, 125, 150, 149).count(100, times(null));

    assertThat(count).isEqualTo(new PictureCount(6, 0, 0, List.of(2, 3, 1)));
  }

  @Test
  void count_picturesBeforeTheFirstDecodable_areInNoSegment() {
    PictureCount count = tally(98, 97, 100, 101).count(100, times(null));

    assertThat(count).isEqualTo(new PictureCount(4, 2, 0, List.of(2)));
  }

  @Test
  void count_picturesBehindTheEnd_areInTheLastSegment() {
    assertThat(tally(100, 174, 1000).count(100, times(null)).bySegment()).containsExactly(1, 0, 2);
  }

  @Test
  void count_withFrameRate_usesItsSegments() {
    OutputTimes times = times(new Rational(10, 1));

    PictureCount count =
        tally(100, times.sourceStartPts(2) - 1, times.sourceStartPts(2)).count(100, times);

    assertThat(count.bySegment()).containsExactly(2, 1);
  }

  @Test
  void count_pictureWithoutTime_isNotBySegment() {
    PictureTally tally = tally(100, NO_TIME, 101);
    tally.addDropped();

    assertThat(tally.count(100, times(null))).isEqualTo(new PictureCount(3, 0, 1, List.of()));
  }

  @Test
  void count_pictureWithoutTime_knowsThoseBeforeTheFirstDecodable() {
    PictureTally tally = tally(97, 98, NO_TIME, 100, 99, NO_TIME);

    assertThat(tally.count(100, times(null))).isEqualTo(new PictureCount(6, 3, 0, List.of()));
  }

  @Test
  void count_manyFarTimes_areKeptExactly() {
    PictureTally tally = new PictureTally();
    long far = 1L << 60;
    for (int i = 0; i < 10_000; i++) {
      tally.add(i % 2 == 0 ? far + i : -far - i);
    }

    assertThat(tally.count(far, null).beforeStart()).isEqualTo(5000);
    assertThat(tally.count(-far - 9998, null).beforeStart()).isEqualTo(1);
  }
}
