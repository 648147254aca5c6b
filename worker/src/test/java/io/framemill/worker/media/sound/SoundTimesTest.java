package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SoundTimesTest {
  private static final int RATE = 48_000;
  private static final int FRAME = 1024;
  private static final int FRAMES = 400;

  /** Places of frames whose stated times are given by their number. */
  private static List<Long> place(IntToLongFunction startOf) {
    SoundTimes times = new SoundTimes(RATE, 77);
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      times.add(startOf.applyAsLong(i), FRAME);
      if (times.isAheadEnough()) {
        places.add(times.place());
      }
    }
    while (!times.isEmpty()) {
      places.add(times.place());
    }
    assertThat(places).hasSize(FRAMES);
    assertThat(times.end()).isEqualTo(places.get(FRAMES - 1) + FRAME);
    return places;
  }

  private static long regular(int i) {
    return 500 + (long) i * FRAME;
  }

  @Test
  void place_regularTimes_areKept() {
    List<Long> places = place(SoundTimesTest::regular);

    for (int i = 0; i < FRAMES; i++) {
      assertThat(places.get(i)).isEqualTo(regular(i));
    }
  }

  @Test
  void place_timesRoundedToMillis_areSmoothed() {
    List<Long> places = place(i -> Math.round(regular(i) / 48.0) * 48);

    for (int i = 1; i < FRAMES; i++) {
      assertThat(places.get(i) - places.get(i - 1)).isCloseTo(FRAME, Offset.offset(24L));
    }
  }

  @Test
  void place_gapInTheMiddle_isWhereItIs() {
    List<Long> places = place(i -> regular(i) + (i < 200 ? 0 : 1024));

    assertThat(places.get(199)).isEqualTo(regular(199));
    assertThat(places.get(200)).isEqualTo(regular(200) + 1024);
    assertThat(places.get(FRAMES - 1)).isEqualTo(regular(FRAMES - 1) + 1024);
  }

  @Test
  void place_overlapInTheMiddle_goesBack() {
    List<Long> places = place(i -> regular(i) - (i < 200 ? 0 : 2048));

    assertThat(places.get(199)).isEqualTo(regular(199));
    assertThat(places.get(200)).isEqualTo(regular(200) - 2048);
  }

  @Test
  void place_oneWrongTime_isIgnored() {
    List<Long> places = place(i -> regular(i) + (i == 200 ? 480_000 : 0));

    assertThat(places.get(200)).isEqualTo(regular(200));
    assertThat(places.get(201)).isEqualTo(regular(201));
  }

  @Test
  void place_wideJitter_neverJumps() {
    List<Long> places = place(i -> regular(i) + (i % 2 == 0 ? 700 : -700));

    for (int i = 1; i < FRAMES; i++) {
      assertThat(places.get(i) - places.get(i - 1)).isBetween(FRAME - 1500L, FRAME + 1500L);
    }
    assertThat(places.get(FRAMES - 1)).isCloseTo(regular(FRAMES - 1), Offset.offset(1500L));
  }

  @Test
  void place_drift_isFollowed() {
    List<Long> places = place(i -> regular(i) + 4L * i);

    assertThat(places.get(FRAMES - 1))
        .isCloseTo(regular(FRAMES - 1) + 4L * FRAMES, Offset.offset(60L));
    for (int i = 1; i < FRAMES; i++) {
      assertThat(places.get(i) - places.get(i - 1)).isBetween((long) FRAME, FRAME + 60L);
    }
  }

  @Test
  void place_noTimes_followEachOther() {
    List<Long> places = place(i -> i == 0 ? 9_000 : SoundTimes.UNKNOWN);

    assertThat(places.get(0)).isEqualTo(9_000);
    assertThat(places.get(399)).isEqualTo(9_000 + 399 * FRAME);
  }

  @Test
  void place_noTimeAtAll_beginsWhereExpected() {
    assertThat(place(i -> SoundTimes.UNKNOWN).get(0)).isEqualTo(77);
  }
}
