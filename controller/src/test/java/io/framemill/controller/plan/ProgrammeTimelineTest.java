package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    List<EncodeVideo> chunks = chunks(plan(10, 150, Media.profile(360)));

    EncodeVideo last = chunks.get(chunks.size() - 1);
    assertThat(last.isLast()).isTrue();
    assertThat(last.firstSegment()).isLessThanOrEqualTo(3);
    assertThat(last.firstSegment() + last.segmentCount() - 1).isEqualTo(38);
  }

  @Test
  void plan_heldPicture_costsWhatEncodingItOnceASegmentCosts() {
    Profile profile = Media.profile(360);
    double held = last(plan(10, 150, profile)).costSeconds();
    double notHeld = last(plan(10, 10, profile)).costSeconds();
    VideoRendition rendition = plan(10, 10, profile).videoRenditions().get(0);

    assertThat(held - notHeld)
        .isCloseTo(35 * CostModel.encodeCostOfFrame(rendition), within(0.000_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void plan_daysOfSoundBehindThePicture_areHeldByChunksOfTenMinutesOfWork(int slots) {
    Plan plan = plan(20, 4 * 86_400, Media.profile(360, 240, 180), slots);

    List<PlannedTask> chunks = videoTasks(plan);
    assertThat(chunks).allMatch(task -> task.costSeconds() < ChunkPlanner.MAX_WORK_SECONDS + 10);
    EncodeVideo last = (EncodeVideo) last(plan).task();
    assertThat(last.isLast()).isTrue();
    assertThat(last.firstSegment()).isGreaterThan(5);
    assertThat(last.seekPoints()).isNotEmpty();
    for (VideoRendition rendition : plan.videoRenditions()) {
      int next = 1;
      for (EncodeVideo chunk : chunks(plan)) {
        if (chunk.renditions().contains(rendition)) {
          assertThat(chunk.firstSegment()).isEqualTo(next);
          next += chunk.segmentCount();
        }
      }
      assertThat(next - 1).isEqualTo(plan.timeline().segmentCount());
    }
  }

  @Test
  void plan_longSoundAtAConstantRate_isCutAsEver() {
    Profile profile = Media.withFps(Media.profile(360), new Rational(25, 1));

    List<EncodeVideo> chunks = chunks(plan(10, 150, profile));

    assertThat(chunks.get(chunks.size() - 1).firstSegment()).isGreaterThan(10);
  }

  private static Plan plan(int pictureSeconds, int soundSeconds, Profile profile) {
    return plan(pictureSeconds, soundSeconds, profile, 2);
  }

  private static Plan plan(int pictureSeconds, int soundSeconds, Profile profile, int slots) {
    MediaInfo film = Media.film(pictureSeconds, 640, 360, 2);
    MediaInfo media =
        MediaInfoBuilder.like(film)
            .stamp(new SourceStamp(1_000_000, 0))
            .audio(List.of(Media.audio(1, "eng", true, soundSeconds)))
            .build();
    return new Planner(new JobId("film"), "in", "out").plan(media, profile, slots);
  }

  private static PlannedTask last(Plan plan) {
    List<PlannedTask> tasks = videoTasks(plan);
    return tasks.get(tasks.size() - 1);
  }

  private static List<PlannedTask> videoTasks(Plan plan) {
    return plan.tasks().stream()
        .filter(task -> task.task() instanceof EncodeVideo)
        .sorted(Comparator.comparingInt(task -> ((EncodeVideo) task.task()).firstSegment()))
        .toList();
  }

  private static List<EncodeVideo> chunks(Plan plan) {
    return videoTasks(plan).stream().map(task -> (EncodeVideo) task.task()).toList();
  }
}
