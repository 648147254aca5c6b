package io.framemill.controller.job.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReportCheckTest {
  private final List<Task> tasks =
      new Planner(new JobId("film"), "film.mp4", "film")
          .plan(Media.film(24, 640, 360, 2), Media.profile(360, 180), 1).tasks().stream()
              .map(PlannedTask::task)
              .toList();
  private final EncodeVideo first = chunk(1);
  private final EncodeVideo second = chunk(first.firstSegment() + first.segmentCount());
  private final Task.EncodeAudio audio =
      tasks.stream()
          .filter(Task.EncodeAudio.class::isInstance)
          .map(Task.EncodeAudio.class::cast)
          .findFirst()
          .orElseThrow();

  @Test
  void contradiction_perfectResults_isNone() {
    assertThat(ReportCheck.contradiction(second, Encoded.perfect(second))).isEmpty();
    assertThat(ReportCheck.contradiction(audio, Encoded.perfect(audio))).isEmpty();
    assertThat(ReportCheck.seam(Encoded.perfect(first), Encoded.perfect(second))).isEmpty();
  }

  @Test
  void contradiction_pictureMissingAtAConstantRate_isFound() {
    EncodeVideo converted = converted();
    assertThat(ReportCheck.contradiction(converted, rated(converted, 96))).isEmpty();
    assertThat(ReportCheck.contradiction(converted, rated(converted, 95)))
        .contains("segment 1 has 95 pictures instead of 96");
  }

  private static EncodeVideo converted() {
    return new Planner(new JobId("film"), "film.mp4", "film")
            .plan(
                Media.film(4, 640, 360, 2),
                Media.withFps(Media.profile(360), new Rational(24, 1)),
                1)
            .tasks()
            .stream()
            .map(PlannedTask::task)
            .filter(EncodeVideo.class::isInstance)
            .map(EncodeVideo.class::cast)
            .findFirst()
            .orElseThrow();
  }

  private static TaskResult.VideoEncoded rated(EncodeVideo task, int frames) {
    EncodedSegment segment = new EncodedSegment(1, 1000, frames, 0, 96);
    return new TaskResult.VideoEncoded(
        FrameCount.of(100),
        List.of(
            new EncodedRendition(
                task.renditions().get(0).name(),
                "avc1",
                "00",
                new Rational(1, 24),
                List.of(segment))));
  }

  @Test
  void contradiction_resultOfAnotherKind_isFound() {
    assertThat(ReportCheck.contradiction(first, Encoded.perfect(audio))).isPresent();
    assertThat(ReportCheck.contradiction(audio, Encoded.perfect(first))).isPresent();
  }

  @Test
  void contradiction_subtitles_areComparedWithTheTask() {
    Task.ExtractSubtitles task =
        planned(Media.withText(Media.film(24, 640, 360, 2)), Task.ExtractSubtitles.class);
    List<ExtractedSubtitles> good = Encoded.perfect(task).renditions();

    assertThat(ReportCheck.contradiction(task, Encoded.perfect(task))).isEmpty();
    assertThat(ReportCheck.contradiction(task, Encoded.perfect(audio))).isPresent();
    assertThat(
            ReportCheck.contradiction(task, new TaskResult.SubtitlesExtracted(good.subList(0, 1))))
        .get()
        .asString()
        .contains("[eng, deu-forced]");
    assertThat(
            ReportCheck.contradiction(
                task,
                new TaskResult.SubtitlesExtracted(
                    List.of(new ExtractedSubtitles("eng", 9, 1, 9, TextCount.of(1)), good.get(1)))))
        .hasValue("eng: 9 segments instead of 6");
  }

  @Test
  void contradiction_thumbnails_areComparedWithTheTask() {
    Task.Thumbnails task = planned(Media.film(24, 640, 360, 2), Task.Thumbnails.class);

    assertThat(ReportCheck.contradiction(task, Encoded.perfect(task))).isEmpty();
    assertThat(ReportCheck.contradiction(task, Encoded.perfect(audio))).isPresent();
    assertThat(ReportCheck.contradiction(task, new TaskResult.ThumbnailsMade(2, 1, 9)))
        .hasValue("asked for 3 pictures in 1 sheets, got 2 in 1");
  }

  private static <T> T planned(MediaInfo media, Class<T> kind) {
    return new Planner(new JobId("film"), "film.mkv", "film")
        .plan(media, Media.withThumbnails(Media.profile(360)), 1).tasks().stream()
            .map(PlannedTask::task)
            .filter(kind::isInstance)
            .map(kind::cast)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void contradiction_missingRendition_isFound() {
    TaskResult.VideoEncoded perfect = Encoded.perfect(first);
    assertThat(
            ReportCheck.contradiction(
                first,
                new TaskResult.VideoEncoded(FrameCount.of(1), perfect.renditions().subList(0, 1))))
        .get()
        .asString()
        .contains("[360p, 180p]");
  }

  @Test
  void contradiction_oneFrameLessInOneRendition_isFound() {
    TaskResult.VideoEncoded result =
        change(
            Encoded.perfect(first),
            1,
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames() - 1, s.startPts(), s.endPts()));
    assertThat(ReportCheck.contradiction(first, result))
        .get()
        .asString()
        .contains("180p: other segment times");
  }

  @Test
  void contradiction_segmentOfAnotherChunk_isFound() {
    assertThat(ReportCheck.contradiction(first, Encoded.perfect(second)))
        .get()
        .asString()
        .contains("is not of this task");
  }

  @Test
  void contradiction_segmentBeforeItsTime_isFound() {
    EncodeVideo task = second;
    TaskResult.VideoEncoded early =
        changeAll(
            Encoded.perfect(task),
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames(), s.startPts() - 512, s.endPts() - 512));
    assertThat(ReportCheck.contradiction(task, early))
        .get()
        .asString()
        .contains("outside its time");
  }

  @Test
  void contradiction_otherTimeBase_isFound() {
    List<EncodedRendition> renditions =
        first.renditions().stream()
            .map(r -> Encoded.rendition(r.name(), new Rational(1, 1000), Encoded.segments(first)))
            .toList();
    assertThat(
            ReportCheck.contradiction(
                first, new TaskResult.VideoEncoded(FrameCount.of(1), renditions)))
        .get()
        .asString()
        .contains("time base");
  }

  @Test
  void seam_secondChunkStartsAFrameLate_isFound() {
    TaskResult.VideoEncoded late =
        changeAll(
            Encoded.perfect(second),
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames(), s.startPts() + 512, s.endPts() + 512));
    assertThat(ReportCheck.seam(Encoded.perfect(first), late))
        .get()
        .asString()
        .contains("360p: a chunk ends before");
  }

  @Test
  void seam_damagedSource_needNotMeet() {
    TaskResult.VideoEncoded late =
        changeAll(
            Encoded.perfect(second),
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames(), s.startPts() + 512, s.endPts() + 512));
    TaskResult.VideoEncoded before = Encoded.perfect(first);

    assertThat(ReportCheck.seam(before, Encoded.damaged(late, 1, 0))).isEmpty();
    assertThat(ReportCheck.seam(before, Encoded.damaged(late, 0, 1))).isEmpty();
    assertThat(ReportCheck.seam(Encoded.damaged(before, 2, 0), late)).isEmpty();
  }

  @Test
  void seam_partOfTheLadder_isComparedByRendition() {
    TaskResult.VideoEncoded before = Encoded.perfect(first);
    TaskResult.VideoEncoded late =
        change(
            Encoded.perfect(second),
            1,
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames(), s.startPts() + 512, s.endPts() + 512));

    assertThat(ReportCheck.seam(before, part(late, 0))).isEmpty();
    assertThat(ReportCheck.seam(before, part(late, 1)))
        .get()
        .asString()
        .contains("180p: a chunk ends before");
    assertThat(ReportCheck.seam(part(before, 0), part(late, 1))).isEmpty();
  }

  @Test
  void sameTimes_partsWithOtherPictures_isFoundUnlessDamaged() {
    TaskResult.VideoEncoded one = part(Encoded.perfect(first), 0);
    TaskResult.VideoEncoded other =
        changeAll(
            part(Encoded.perfect(first), 1),
            s ->
                new EncodedSegment(
                    s.number(), s.bytes(), s.frames() - 1, s.startPts(), s.endPts()));

    assertThat(ReportCheck.sameTimes(one, part(Encoded.perfect(first), 1))).isEmpty();
    assertThat(ReportCheck.sameTimes(one, other)).isPresent();
    assertThat(ReportCheck.sameTimes(one, Encoded.damaged(other, 1, 0))).isEmpty();
  }

  private static TaskResult.VideoEncoded part(TaskResult.VideoEncoded result, int rendition) {
    return new TaskResult.VideoEncoded(
        result.frames(), result.renditions().subList(rendition, rendition + 1));
  }

  @Test
  void seam_otherInitSegment_isFound() {
    TaskResult.VideoEncoded perfect = Encoded.perfect(second);
    List<EncodedRendition> other =
        perfect.renditions().stream()
            .map(
                r -> new EncodedRendition(r.name(), r.codecs(), "beef", r.timeBase(), r.segments()))
            .toList();
    assertThat(
            ReportCheck.seam(
                Encoded.perfect(first), new TaskResult.VideoEncoded(FrameCount.of(1), other)))
        .get()
        .asString()
        .contains("init segments");
  }

  private static TaskResult.VideoEncoded changeAll(
      TaskResult.VideoEncoded result, UnaryOperator<EncodedSegment> change) {
    TaskResult.VideoEncoded changed = result;
    for (int i = 0; i < result.renditions().size(); i++) {
      changed = change(changed, i, change);
    }
    return changed;
  }

  private static TaskResult.VideoEncoded change(
      TaskResult.VideoEncoded result, int index, UnaryOperator<EncodedSegment> change) {
    List<EncodedRendition> renditions = new ArrayList<>(result.renditions());
    EncodedRendition r = renditions.get(index);
    renditions.set(
        index,
        Encoded.rendition(r.name(), r.timeBase(), r.segments().stream().map(change).toList()));
    return new TaskResult.VideoEncoded(result.frames(), renditions);
  }

  private EncodeVideo chunk(int firstSegment) {
    return tasks.stream()
        .filter(EncodeVideo.class::isInstance)
        .map(EncodeVideo.class::cast)
        .filter(task -> task.firstSegment() == firstSegment)
        .findFirst()
        .orElseThrow();
  }
}
