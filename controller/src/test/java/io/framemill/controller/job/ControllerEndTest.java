package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Jobs that are cancelled, tried again, or outlive their controller. */
class ControllerEndTest extends RunningController {
  @Test
  void cancel_runningJob_tellsWorkersAndDeletesOutput() {
    ScriptedWorker worker =
        worker(
            given -> {
              if (given.task().attempt().number() == 1
                  && !(given.task() instanceof Task.EncodeAudio)) {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    JobStatus job = submit(50);
    Path output = directory.resolve("out").resolve(job.job().value());
    await().until(() -> Files.exists(output.resolve("video/360p/playlist.m3u8")));
    controller.cancel(job.job());
    assertThat(last(awaitEnd(job.job())).kind()).isEqualTo(JobEvent.Kind.CANCELLED);
    await().until(() -> !Files.exists(output));
    await().until(() -> worker.cancelled.contains(job.job()));
    assertThat(controller.cancel(job.job()).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancel_jobThatIsPutTogether_deletesOutput() {
    ScriptedWorker worker =
        worker(
            given -> {
              if (!(given.task() instanceof Task.Mux)) {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    JobId job = submitWithMp4();
    await().until(() -> worker.given.stream().anyMatch(Task.Mux.class::isInstance));
    Path output = directory.resolve("out").resolve(job.value());
    assertThat(output.resolve("job.json")).exists();

    controller.cancel(job);

    assertThat(last(awaitEnd(job)).kind()).isEqualTo(JobEvent.Kind.CANCELLED);
    await().until(() -> !Files.exists(output));
  }

  @Test
  void cancel_jobThatNobodyHasTaken_endsIt() {
    JobId job = submit(50).job();

    assertThat(controller.cancel(job).state()).isEqualTo(JobState.CANCELLED);
    assertThat(last(awaitEnd(job)).kind()).isEqualTo(JobEvent.Kind.CANCELLED);
    assertThat(directory.resolve("out").resolve(job.value())).doesNotExist();
  }

  @Test
  void output_ofAJobThatRuns_saysWhoseItIs() {
    worker(this::answerInspections);
    Path report = directory.resolve("out").resolve(submit(50).job().value()).resolve("job.json");
    await().until(() -> Files.exists(report));
    assertThat(report).content().contains("\"endedEpochMillis\" : null", "\"PLANNED\"");
  }

  @Test
  void retry_failedJob_runsWithHigherAttemptsAndIgnoresReportsOfTheFirstRun() {
    AtomicInteger inspections = new AtomicInteger();
    ScriptedWorker worker =
        worker(
            given -> {
              if (given.task() instanceof Task.Inspect && inspections.getAndIncrement() == 0) {
                ScriptedWorker.report(
                    broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.BAD_INPUT));
              } else {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    JobStatus job = submit(50);
    awaitEnd(job.job());
    assertThat(controller.retry(job.job()).state()).isEqualTo(JobState.ACCEPTED);
    await().until(() -> controller.status(job.job()).state() == JobState.DONE);
    assertThat(worker.given.subList(1, worker.given.size()))
        .extracting(t -> t.attempt().number())
        .containsOnly(2);
    assertThatThrownBy(() -> controller.retry(job.job()))
        .isInstanceOf(JobRefusedException.class)
        .hasMessageContaining("is done");
  }

  @Test
  void report_ofTheRunBeforeARetry_countsForNothing() {
    List<Given> held = new CopyOnWriteArrayList<>();
    worker(
        given -> {
          if (given.task() instanceof EncodeVideo && given.task().attempt().number() == 1) {
            held.add(given);
          } else if (!(given.task() instanceof EncodeVideo)) {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    JobStatus job = submit(50);
    await().until(() -> !held.isEmpty());
    controller.cancel(job.job());
    awaitEnd(job.job());
    controller.retry(job.job());
    await().until(() -> controller.status(job.job()).tasksDone() == 2);

    held.forEach(
        given -> ScriptedWorker.report(broker, ScriptedWorker.completed(FILM, given.task())));
    ScriptedWorker.report(
        broker, ScriptedWorker.failed(held.get(0).task().attempt(), FailureKind.BAD_INPUT));
    await()
        .during(Duration.ofMillis(300))
        .until(() -> controller.status(job.job()).tasksDone() == 2);
    assertThat(controller.status(job.job()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void report_badInputOfAJobThatNeverWrote_sparesFormerOutputOfThatName() throws IOException {
    Path former = directory.resolve("out/film/master.m3u8");
    Files.createDirectories(former.getParent());
    Files.writeString(former, "former");
    worker(
        given -> {
          ScriptedWorker.report(
              broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.BAD_INPUT));
          ScriptedWorker.report(broker, new Report.Started(given.task().attempt(), "late"));
        });
    JobStatus job =
        controller.submit(
            new Submission("My film.mp4", "in/My film.mp4", Media.profile(360), 50, "film"));
    awaitEnd(job.job());
    await().during(Duration.ofMillis(600)).until(() -> Files.exists(former));
  }

  @Test
  void restart_afterAnEndThatWasNotCarriedOut_deletesTheOutput() throws IOException {
    worker(
        given -> {
          if (!(given.task() instanceof Task.EncodeAudio)) {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    JobStatus job = submit(50);
    Path output = directory.resolve("out").resolve(job.job().value());
    await().until(() -> Files.exists(output.resolve("job.json")));
    controller.cancel(job.job());
    awaitEnd(job.job());
    controller.close();
    Files.createDirectories(output.resolve("video"));
    controller = open();
    await().until(() -> !Files.exists(output));
  }

  @Test
  void restart_inMidJob_goesOnWithoutRunningFinishedTasksAgain() {
    ScriptedWorker first =
        worker(
            given -> {
              if (!(given.task() instanceof Task.EncodeAudio)) {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    JobStatus job = submit(50);
    await()
        .until(
            () ->
                controller.status(job.job()).tasksDone() == controller.status(job.job()).tasks() - 1
                    && first.given.size() == controller.status(job.job()).tasks());
    controller.close();
    controller = open();
    Task audio =
        first.given.stream().filter(Task.EncodeAudio.class::isInstance).findFirst().orElseThrow();
    ScriptedWorker.report(broker, ScriptedWorker.completed(FILM, audio));
    assertThat(last(awaitEnd(job.job())).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(first.given).doesNotHaveDuplicates();
  }
}
