package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Profile;
import io.framemill.protocol.Rational;
import io.framemill.protocol.SourceStamp;
import io.framemill.protocol.Task;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgrammeTimelineTest {
  private static final int TICKS_PER_SECOND = 12_800;

  @ParameterizedTest
  @CsvSource({"10, 10, 10", "10, 150, 150", "10, 4, 10"})
  void of_soundAndPictureOfAnyLength_lastsAsLongAsTheLongerOne(int picture, int sound, int end) {
    assertThat(plan(picture, sound, Media.profile(360)).timeline().endPts())
        .isEqualTo((long) end * TICKS_PER_SECOND);
  }

  @Test
  void of_profileThatEndsWithThePicture_cutsTheSoundAndSaysSo() {
    Plan plan = plan(10, 150, Media.endingWithPicture(Media.profile(360)));

    assertThat(plan.timeline().endPts()).isEqualTo(10L * TICKS_PER_SECOND);
    assertThat(plan.losses()).isEmpty();
    assertThat(plan.notes())
        .contains("140.0 s of sound after the last picture are cut (stream 1, eng)");
  }

  @Test
  void plan_longSoundBehindThePicture_isHeldByTheLastChunk() {
    List<Task.EncodeVideo> chunks = chunks(plan(10, 150, Media.profile(360)));

    Task.EncodeVideo last = chunks.get(chunks.size() - 1);
    assertThat(last.isLast()).isTrue();
    assertThat(last.firstSegment()).isLessThanOrEqualTo(3);
    assertThat(last.firstSegment() + last.segmentCount() - 1).isEqualTo(38);
  }

  @Test
  void plan_longSoundAtAConstantRate_isCutAsEver() {
    Profile profile = Media.withFps(Media.profile(360), new Rational(25, 1));

    List<Task.EncodeVideo> chunks = chunks(plan(10, 150, profile));

    assertThat(chunks.get(chunks.size() - 1).firstSegment()).isGreaterThan(10);
  }

  private static Plan plan(int pictureSeconds, int soundSeconds, Profile profile) {
    MediaInfo film = Media.film(pictureSeconds, 640, 360, 2);
    MediaInfo media =
        new MediaInfo(
            film.format(),
            new SourceStamp(1_000_000, 0),
            false,
            film.video(),
            List.of(Media.audio(1, "eng", true, soundSeconds)),
            List.of(),
            0,
            0,
            List.of());
    return new Planner(new JobId("film"), "in", "out").plan(media, profile, 2);
  }

  private static List<Task.EncodeVideo> chunks(Plan plan) {
    return plan.tasks().stream()
        .map(PlannedTask::task)
        .filter(Task.EncodeVideo.class::isInstance)
        .map(Task.EncodeVideo.class::cast)
        .sorted(Comparator.comparingInt(Task.EncodeVideo::firstSegment))
        .toList();
  }
}
