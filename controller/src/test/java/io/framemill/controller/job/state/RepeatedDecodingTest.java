package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.job.RunningController;
import io.framemill.controller.job.ScriptedWorker;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Report;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.rendition.EncodedSegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Chunks of which the decoder gives fewer pictures than the inspection counted. */
class RepeatedDecodingTest extends RunningController {
  /** 25 pictures a second in segments of 4 s. */
  private static final MediaInfo COUNTED =
      Media.counted(FILM, new PictureCount(600, 0, 0, Collections.nCopies(6, 100)));

  private static final MediaInfo LONG =
      Media.counted(
          Media.film(240, 640, 360, 2),
          new PictureCount(6_000, 0, 0, Collections.nCopies(60, 100)));

  @Test
  void job_decoderDropsPicturesAfterASeek_isDecodedFromFurtherBackUntilAllAreThere() {
    ScriptedWorker worker =
        workerThat(
            (chunk, whole) -> chunk.seekPoints().isEmpty() ? whole : Encoded.lacking(whole, 20));

    JobId job = submit(50).job();
    List<JobEvent> story = awaitEnd(job);

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(last(story).message()).startsWith("Done: 600 frames in");
    assertThat(story).noneMatch(event -> event.kind() == JobEvent.Kind.WARNING);
    assertThat(story)
        .extracting(JobEvent::message)
        .anyMatch(
            line ->
                line.matches(
                    "video-.*: 20 of its pictures are missing in the decoder's output;"
                        + " decoding it again from [0-9.]+ s"))
        .anyMatch(line -> line.endsWith("decoding it again from the beginning"));
    chunks(worker)
        .forEach(
            (name, attempts) -> {
              List<Integer> points =
                  attempts.stream().map(chunk -> chunk.seekPoints().size()).toList();
              assertThat(points).as(name).isSortedAccordingTo((a, b) -> b - a).endsWith(0);
              assertThat(attempts.get(0).seekPoints().stream().map(SeekPoint::pts).toList())
                  .as(name)
                  .containsAll(
                      attempts.get(attempts.size() - 1).seekPoints().stream()
                          .map(SeekPoint::pts)
                          .toList());
            });
  }

  @Test
  void job_cleanSource_isDecodedOnce() {
    ScriptedWorker worker = workerThat((chunk, whole) -> whole);

    awaitEnd(submit(50).job());

    assertThat(chunks(worker).values()).allMatch(attempts -> attempts.size() == 1);
  }

  @Test
  void job_picturesAreMissingWhereverDecodingStarts_isDamagedAndSaysHowMuch() {
    ScriptedWorker worker = workerThat((chunk, whole) -> Encoded.lacking(whole, 3));

    List<JobEvent> story = awaitEnd(submit(50).job());

    int chunks = chunks(worker).size();
    assertThat(last(story).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(story)
        .filteredOn(event -> event.kind() == JobEvent.Kind.WARNING)
        .extracting(JobEvent::message)
        .singleElement()
        .asString()
        .startsWith("The source is damaged: " + 3 * chunks + " frames could not be decoded");
  }

  @Test
  void job_damageEverywhere_isDecodedFromItsBeginningForAFewChunksOnly() {
    ScriptedWorker worker = workerOf(LONG, (chunk, whole) -> Encoded.lacking(whole, 1));

    awaitEnd(submit(50).job());

    long fromBeginning =
        chunks(worker).values().stream()
            .filter(attempts -> last(attempts).seekPoints().isEmpty())
            .filter(attempts -> attempts.size() > 1)
            .count();
    assertThat(chunks(worker).size()).isGreaterThan(10);
    assertThat(fromBeginning).isBetween(3L, 6L);
  }

  @Test
  void job_beginningIsTooFar_isDecodedFromAsFarBackAsATaskMayTake() {
    MediaInfo film =
        Media.counted(
            Media.film(7_200, 3840, 2160, 2),
            new PictureCount(180_000, 0, 0, Collections.nCopies(1_800, 100)));
    EncodeVideo chunk =
        new Planner(new JobId("film"), "in", "out")
            .plan(film, Media.profile(360), 2).tasks().stream()
                .map(PlannedTask::task)
                .filter(EncodeVideo.class::isInstance)
                .map(EncodeVideo.class::cast)
                .max(Comparator.comparingInt(EncodeVideo::firstSegment))
                .orElseThrow();
    VideoStream stream = film.video().get(0);

    EncodeVideo once = RepeatedDecoding.furtherBack(chunk, stream).orElseThrow();
    EncodeVideo twice = RepeatedDecoding.furtherBack(once, stream).orElseThrow();

    assertThat(once.seekPoints()).hasSize(1);
    assertThat(twice.seekPoints()).hasSize(1);
    assertThat(twice.seekPoints().get(0).pts())
        .isLessThan(once.seekPoints().get(0).pts())
        .isPositive();
    assertThat(RepeatedDecoding.furtherBack(twice, stream)).isEmpty();
  }

  @Test
  void report_ofTheAttemptBefore_doesNotUndoTheSecondDecode() {
    List<Report> former = new CopyOnWriteArrayList<>();
    workerOf(
        COUNTED,
        (chunk, whole) -> {
          if (chunk.seekPoints().isEmpty()) {
            // A broker may deliver a report twice, late.
            former.forEach(report -> ScriptedWorker.report(broker, report));
            return whole;
          }
          TaskResult less = Encoded.lacking(whole, 20);
          former.add(new Report.Completed(chunk.attempt(), "w1", 10, less));
          return less;
        });

    List<JobEvent> story = awaitEnd(submit(50).job());

    assertThat(last(story).message()).startsWith("Done: 600 frames in");
    assertThat(story).noneMatch(event -> event.kind() == JobEvent.Kind.WARNING);
  }

  @Test
  void job_chunkLosesItsFirstPictureUncounted_isTheOneThatIsDecodedAgain() {
    ScriptedWorker worker =
        workerOf(
            FILM,
            (chunk, whole) -> chunk.seekPoints().isEmpty() ? whole : withoutFirstPicture(whole));

    List<JobEvent> story = awaitEnd(submit(50).job());

    assertThat(last(story).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(story)
        .extracting(JobEvent::message)
        .anyMatch(line -> line.contains("it does not start where the previous chunk ends"))
        .noneMatch(line -> line.contains("failed on"));
    assertThat(chunks(worker).values()).allMatch(all -> last(all).seekPoints().isEmpty());
  }

  private static TaskResult withoutFirstPicture(TaskResult.VideoEncoded whole) {
    return new TaskResult.VideoEncoded(
        whole.frames(),
        whole.renditions().stream()
            .map(
                r -> {
                  List<EncodedSegment> segments = new ArrayList<>(r.segments());
                  EncodedSegment first = segments.get(0);
                  segments.set(
                      0,
                      new EncodedSegment(
                          first.number(),
                          first.bytes(),
                          first.frames() - 1,
                          first.startPts() + 512,
                          first.endPts()));
                  return Encoded.rendition(r.name(), r.timeBase(), segments);
                })
            .toList());
  }

  @Test
  void submit_strictProfileAndCleanSourceThatIsNotCounted_isDone() {
    workerOf(FILM, (chunk, whole) -> whole);

    JobStatus job =
        controller.submit(
            new Submission("film", "in/My film.mp4", Media.strict(Media.profile(360)), 50, null));
    awaitEnd(job.job());

    assertThat(controller.status(job.job()).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void submit_strictProfileAndPicturesMissing_fails() {
    workerThat((chunk, whole) -> Encoded.lacking(whole, 3));

    JobStatus job =
        controller.submit(
            new Submission("film", "in/My film.mp4", Media.strict(Media.profile(360)), 50, null));
    awaitEnd(job.job());

    assertThat(controller.status(job.job()).failure())
        .matches("The source is damaged: \\d+ frames could not .* The profile is strict\\.");
  }

  @Test
  void job_mostPicturesAreMissing_fails() {
    workerThat((chunk, whole) -> Encoded.lacking(whole, whole.frames().inChunk() * 3 / 4));

    JobId job = submit(50).job();
    awaitEnd(job);

    assertThat(controller.status(job).state()).isEqualTo(JobState.FAILED);
    assertThat(controller.status(job).failure())
        .isEqualTo(
            "The source is damaged: 75 % of its pictures could not be decoded, or only in part;"
                + " the limit is 50 % (maxDamage in the profile)");
  }

  private ScriptedWorker workerThat(
      BiFunction<EncodeVideo, TaskResult.VideoEncoded, TaskResult> encode) {
    return workerOf(COUNTED, encode);
  }

  private ScriptedWorker workerOf(
      MediaInfo film, BiFunction<EncodeVideo, TaskResult.VideoEncoded, TaskResult> encode) {
    Media.writeSource(directory.resolve("in/My film.mp4"), film);
    return new ScriptedWorker(broker, film, given -> answer(film, given, encode));
  }

  private void answer(
      MediaInfo film,
      Given given,
      BiFunction<EncodeVideo, TaskResult.VideoEncoded, TaskResult> encode) {
    if (given.task() instanceof EncodeVideo chunk) {
      ScriptedWorker.report(broker, new Report.Started(chunk.attempt(), "w1"));
      TaskResult result = encode.apply(chunk, Encoded.perfect(chunk));
      ScriptedWorker.report(broker, new Report.Completed(chunk.attempt(), "w1", 10, result));
      given.delivery().ack();
    } else {
      ScriptedWorker.answer(broker, film, given);
    }
  }

  /** What the worker was given, by the chunk's name, in the order of the attempts. */
  private static Map<String, List<EncodeVideo>> chunks(ScriptedWorker worker) {
    return worker.given.stream()
        .filter(EncodeVideo.class::isInstance)
        .map(EncodeVideo.class::cast)
        .collect(Collectors.groupingBy(chunk -> chunk.attempt().task()));
  }
}
