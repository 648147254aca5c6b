package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureTimesTest {
  @Test
  void accept_repeatedOrEarlierTime_isRefused() {
    PictureTimes times = new PictureTimes(0);

    assertThat(times.accept(-10, 5, PictureTimes.UNKNOWN)).isTrue();
    assertThat(times.accept(-5, 5, PictureTimes.UNKNOWN)).isTrue();
    assertThat(times.accept(-5, 5, PictureTimes.UNKNOWN)).isFalse();
    assertThat(times.accept(-7, 5, PictureTimes.UNKNOWN)).isFalse();
    assertThat(times.last()).isEqualTo(-5);
  }

  @Test
  void accept_unknownTime_followsThePictureBefore() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 40, PictureTimes.UNKNOWN);

    assertThat(times.accept(PictureTimes.UNKNOWN, 0, PictureTimes.UNKNOWN)).isTrue();
    assertThat(times.last()).isEqualTo(140);
  }

  @Test
  void endOfLast_ownDuration_wins() {
    PictureTimes times = new PictureTimes(7);
    times.accept(100, 40, PictureTimes.UNKNOWN);

    assertThat(times.endOfLast()).isEqualTo(140);
  }

  @Test
  void endOfLast_noDuration_usesTheUsualOne() {
    PictureTimes times = new PictureTimes(7);
    times.accept(100, 0, PictureTimes.UNKNOWN);

    assertThat(times.endOfLast()).isEqualTo(107);
  }

  @Test
  void endOfLast_nothingKnown_repeatsTheLastStep() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 0, PictureTimes.UNKNOWN);
    times.accept(133, 0, PictureTimes.UNKNOWN);

    assertThat(times.endOfLast()).isEqualTo(166);
  }

  @Test
  void endOfLast_onePictureAndNothingKnown_isOneTick() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 0, PictureTimes.UNKNOWN);

    assertThat(times.endOfLast()).isEqualTo(101);
  }

  @Test
  void accept_timeFarAhead_isPutBeforeThePictureThatFollows() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 40, 140);

    assertThat(times.accept(9_000_000, 30, 180)).isTrue();
    assertThat(times.last()).isEqualTo(140);
    assertThat(times.accept(180, 40, 220)).isTrue();
    assertThat(times.last()).isEqualTo(180);
  }

  @Test
  void accept_timeLongAgo_isPutWhereThereIsRoom() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 40, 140);

    assertThat(times.accept(7, 40, 180)).isTrue();
    assertThat(times.last()).isEqualTo(140);
  }

  @Test
  void accept_noRoomBeforeThePictureThatFollows_isRefused() {
    PictureTimes times = new PictureTimes(0);
    times.accept(100, 40, 140);

    assertThat(times.accept(100, 40, 140)).isFalse();
    assertThat(times.last()).isEqualTo(100);
  }
}
