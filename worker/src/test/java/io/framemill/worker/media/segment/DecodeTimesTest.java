package io.framemill.worker.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {
  @Test
  void of_reorderedPictures_areTheSortedTimes() {
    assertThat(DecodeTimes.of(new long[] {100, 140, 120, 110, 130}, 1000))
        .containsExactly(100, 110, 120, 130, 140);
  }

  @Test
  void of_noDelay_areTheTimesThemselves() {
    assertThat(DecodeTimes.of(new long[] {0, 1024, 2048}, 0)).containsExactly(0, 1024, 2048);
  }

  @Test
  void of_rarePictures_neverComeAfterTheirShowing() {
    long[] pts = {0, 8000, 4000, 2000, 6000, 10_000};
    long delay = 1000;

    long[] times = DecodeTimes.of(pts, delay);

    assertThat(times[0]).isZero();
    for (int i = 0; i < pts.length; i++) {
      assertThat(times[i]).isLessThanOrEqualTo(pts[i] + delay);
    }
    assertThat(times).isSorted();
    assertThat(Arrays.stream(times).distinct().count()).isEqualTo(pts.length);
  }
}
