package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that were out of reach when their task was given up. */
class StaleAttemptsTest extends RunningController {
  private static final String VIDEO = "video-00001";

  private ScriptedWorker worker;
  private volatile Consumer<ScriptedWorker.Given> script = given -> {};

  @BeforeEach
  void startWorker() {
    worker = new ScriptedWorker(broker, FILM, given -> script.accept(given));
  }

  @Test
  void cancelled_anAttemptStartsLater_isToldToStop() {
    JobId job = cancelledInTheMiddle();
    worker.cancelled.clear();

    report(new Report.Started(attempt(job, 1), "away"));

    await().until(() -> worker.cancelled.contains(job));
  }

  @Test
  void cancelled_anAttemptStillMakesProgress_isToldToStop() {
    JobId job = cancelledInTheMiddle();
    worker.cancelled.clear();

    progress(job);

    await().until(() -> worker.cancelled.contains(job));
  }

  @Test
  void cancelled_anAttemptCompletesLater_whatItWroteIsDeleted() throws IOException {
    JobId job = cancelledInTheMiddle();
    Path late = Files.createDirectories(output(job).resolve("video/360p"));
    Files.writeString(late.resolve("00001.m4s"), "late");

    EncodeVideo task = video();
    report(ScriptedWorker.completed(FILM, task));

    await().until(() -> !Files.exists(output(job)));
    assertThat(controller.status(job).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancelled_anAttemptIsHandedBackLater_whatItWroteIsDeleted() throws IOException {
    JobId job = cancelledInTheMiddle();
    Files.createDirectories(output(job).resolve("video/360p"));

    report(new Report.HandedBack(attempt(job, 1), "away", "stopped"));

    await().until(() -> !Files.exists(output(job)));
  }

  @Test
  void cancelledInInspection_itStartsLater_isToldToStop() {
    JobId job = submit(Media.profile(360));
    await().until(() -> !worker.given.isEmpty());
    controller.cancel(job);
    awaitEnd(job);
    worker.cancelled.clear();

    report(new Report.Started(new Attempt(job, "inspect", 1), "away"));

    await().until(() -> worker.cancelled.contains(job));
    assertThat(output(job)).doesNotExist();
  }

  @Test
  void done_aSlotThatWasKilledLeftATemporaryFile_isDeletedAndTheRestStays() throws IOException {
    script = this::answer;
    JobId job = submit(Media.profile(360));
    List<JobEvent> story = story(awaitEnd(job));
    Path video = output(job).resolve("video/360p");
    Path temporary = Files.writeString(video.resolve(".framemill-x"), "part");

    report(new Report.HandedBack(attempt(job, 1), "away", "stopped"));

    await().until(() -> !Files.exists(temporary));
    assertThat(video.resolve("playlist.m3u8")).exists();
    assertThat(story(awaitEnd(job))).hasSameSizeAs(story);
  }

  @Test
  void done_anAttemptStillMakesProgress_isToldToStop() {
    script = this::answer;
    JobId job = submit(Media.profile(360));
    awaitEnd(job);

    progress(job);

    await().until(() -> worker.cancelled.contains(job));
    assertThat(output(job).resolve("master.m3u8")).exists();
  }

  @Test
  void retried_anAttemptOfTheFormerRunStarts_isToldToStop() {
    JobId job = cancelledInTheMiddle();
    controller.retry(job);
    worker.cancelled.clear();

    report(new Report.Started(attempt(job, 1), "away"));

    await().until(() -> worker.cancelled.contains(job));
  }

  private JobId cancelledInTheMiddle() {
    script =
        given -> {
          if (!isVideo(given.task())) {
            answer(given);
          }
        };
    JobId job = submit(Media.profile(360));
    await().until(() -> worker.given.stream().anyMatch(this::isVideo));
    controller.cancel(job);
    awaitEnd(job);
    await().until(() -> !Files.exists(output(job)));
    return job;
  }

  private void answer(ScriptedWorker.Given given) {
    ScriptedWorker.answer(broker, FILM, given);
  }

  private boolean isVideo(Task task) {
    return task.attempt().task().equals(VIDEO);
  }

  private EncodeVideo video() {
    return (EncodeVideo) worker.given.stream().filter(this::isVideo).findFirst().orElseThrow();
  }

  private static Attempt attempt(JobId job, int number) {
    return new Attempt(job, VIDEO, number);
  }

  private void progress(JobId job) {
    Progress progress = new Progress.TaskProgress(attempt(job, 1), "away", 5, 200);
    broker.broadcast(Topic.PROGRESS, new MessageCodec().encode(progress));
  }

  private void report(Report report) {
    ScriptedWorker.report(broker, report);
  }
}
