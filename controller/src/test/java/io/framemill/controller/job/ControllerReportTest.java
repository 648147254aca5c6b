package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.plan.CostLimit;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Backoff;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.media.FrameCount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What follows from reports that tell of failures, losses or nonsense. */
class ControllerReportTest extends RunningController {
  @Test
  void report_fileThatLacksAPicture_isNotBelieved() {
    worker(
        given -> {
          if (given.task() instanceof Task.Mux mux && mux.attempt().number() == 1) {
            TaskResult.Muxed whole = Encoded.perfect(mux);
            ScriptedWorker.report(
                broker,
                new Report.Completed(
                    mux.attempt(),
                    "liar",
                    1,
                    new TaskResult.Muxed(
                        whole.bytes(), whole.frames() - 1, whole.endPts(), whole.soundPackets())));
            given.delivery().ack();
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    JobId job = submitWithMp4();

    assertThat(awaitEnd(job))
        .extracting(JobEvent::message)
        .anyMatch(message -> message.contains("the segments have 600 pictures, the file 599"));
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void report_badInput_failsAtOnceWithItsWords() {
    worker(
        given ->
            ScriptedWorker.report(
                broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.BAD_INPUT)));
    JobStatus job = submit(50);
    assertThat(last(awaitEnd(job.job())).message()).isEqualTo("it broke");
    assertThat(controller.status(job.job()).failure()).isEqualTo("it broke");
    assertThat(directory.resolve("out").resolve(job.job().value())).doesNotExist();
  }

  @Test
  void report_internalFailureOnce_isTriedAgainAsNextAttempt() {
    AtomicInteger failures = new AtomicInteger();
    ScriptedWorker worker =
        worker(
            given -> {
              if (given.task() instanceof Task.EncodeAudio && failures.getAndIncrement() == 0) {
                ScriptedWorker.report(
                    broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.INTERNAL));
              } else {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    List<JobEvent> story = awaitEnd(submit(50).job());
    assertThat(last(story).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(story)
        .filteredOn(e -> e.kind() == JobEvent.Kind.RETRY)
        .singleElement()
        .extracting(JobEvent::message)
        .asString()
        .contains("audio-1", "it broke", "last words");
    assertThat(worker.given)
        .filteredOn(Task.EncodeAudio.class::isInstance)
        .extracting(t -> t.attempt().number())
        .containsExactly(1, 2);
  }

  @Test
  void report_internalFailureEachTime_failsTheJobAfterTheLimitAndNamesTheTask() {
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                ScriptedWorker.report(
                    broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.INTERNAL));
              }
            });
    JobStatus job = submit(50);
    assertThat(last(awaitEnd(job.job())).message())
        .contains("failed on w1: it broke", "attempt 3", "last words");
    assertThat(worker.cancelled).contains(job.job());
  }

  @Test
  void report_transientFailureEachTime_failsTheJobAfterALimitOfItsOwnAndCanBeRetried() {
    reopen(Duration.ofSeconds(20));
    AtomicInteger failures = new AtomicInteger();
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio && failures.incrementAndGet() <= 8) {
            ScriptedWorker.report(
                broker, ScriptedWorker.failed(given.task().attempt(), FailureKind.TRANSIENT));
            given.delivery().ack();
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    JobId job = submit(50).job();
    assertThat(last(awaitEnd(job)).message()).contains("failed on w1: it broke", "attempt 8");

    controller.retry(job);
    awaitEnd(job);
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void finish_filesOfADoneTaskAreGone_areMadeAgain() {
    AtomicInteger chunks = new AtomicInteger();
    ScriptedWorker worker =
        worker(
            given -> {
              if (given.task() instanceof EncodeVideo video
                  && video.firstSegment() == 1
                  && chunks.incrementAndGet() == 1) {
                storage.lose(video.output() + "/video/360p/00001.m4s");
              }
              ScriptedWorker.answer(broker, FILM, given);
            });
    JobId job = submit(50).job();

    assertThat(awaitEnd(job))
        .extracting(JobEvent::message)
        .anyMatch(message -> message.contains("its files are gone from the output directory"));
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(worker.given)
        .filteredOn(task -> task instanceof EncodeVideo video && video.firstSegment() == 1)
        .extracting(task -> task.attempt().number())
        .containsExactly(1, 2);
  }

  @Test
  void finish_filesOfADoneTaskAreGoneEachTime_failsTheJob() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio sound) {
            String name = sound.renditions().get(0).name();
            storage.lose(sound.output() + "/audio/" + name + "/init.mp4");
          }
          ScriptedWorker.answer(broker, FILM, given);
        });
    JobId job = submit(50).job();

    assertThat(last(awaitEnd(job)).message())
        .contains("audio-1", "its files are gone", "attempt 3");
    assertThat(controller.status(job).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void finish_diskIsFullForAWhile_isTriedAgain() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio) {
            storage.fail(1);
          }
          ScriptedWorker.answer(broker, FILM, given);
        });
    JobId job = submit(50).job();

    awaitEnd(job);
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void report_handedBackByAnotherAndSilence_countsAsLossUpToTheLimit() {
    reopen(Duration.ofMillis(1));
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                startAndRedeliver(given.task().attempt());
              }
            });
    JobStatus job = submit(50);
    assertThat(last(awaitEnd(job.job())).message()).contains("was lost with w0", "loss 5");
    assertThat(worker.given).extracting(t -> t.attempt().number()).contains(5).doesNotContain(6);
  }

  @Test
  void report_handedBackByAnotherWhileItRuns_isWaitedForAndItsResultCounts() {
    reopen(Duration.ofDays(1));
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                startAndRedeliver(given.task().attempt());
                ScriptedWorker.report(broker, ScriptedWorker.completed(FILM, given.task()));
              }
            });
    JobId job = submit(50).job();

    assertThat(last(awaitEnd(job)).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(worker.given).extracting(t -> t.attempt().number()).containsOnly(1);
  }

  @Test
  void deadLetter_ofAnAttemptThatRuns_isNoFailure() {
    reopen(Duration.ofDays(1));
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                ScriptedWorker.report(broker, new Report.Started(given.task().attempt(), "w0"));
                awaitStarted(given.task().attempt());
                given.delivery().reject("delivered too often");
                ScriptedWorker.report(broker, ScriptedWorker.completed(FILM, given.task()));
              }
            });
    JobId job = submit(50).job();

    assertThat(last(awaitEnd(job)).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(worker.given).extracting(t -> t.attempt().number()).containsOnly(1);
  }

  @Test
  void restart_attemptsWereHandedBackByAnother_areLostOnceTheirSilenceIsLongEnough() {
    reopen(Duration.ofDays(1));
    ScriptedWorker worker =
        worker(
            given -> {
              if (given.task().attempt().number() > 1) {
                ScriptedWorker.answer(broker, FILM, given);
              } else if (!answerInspections(given)) {
                startAndRedeliver(given.task().attempt());
                given.delivery().ack();
              }
            });
    JobId job = submit(50).job();
    await()
        .until(
            () ->
                worker.given.stream().filter(task -> !(task instanceof Task.Inspect)).count() >= 2);
    reopen(Duration.ofMillis(1));

    assertThat(awaitEnd(job))
        .extracting(JobEvent::message)
        .anyMatch(message -> message.contains("was lost with w0; trying again"));
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  /** Dead letters and reports come on threads of their own. */
  private void awaitStarted(Attempt attempt) {
    List<JobEvent> story = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = controller.watch(attempt.job(), story::add)) {
      await()
          .until(
              () ->
                  story.stream()
                      .filter(event -> event.kind() == JobEvent.Kind.TASK_STARTED)
                      .anyMatch(event -> attempt.equals(event.attempt())));
    }
  }

  private void reopen(Duration workerTimeout) {
    controller.close();
    ControllerConfig config =
        new ControllerConfig(
            2,
            2,
            3,
            8,
            5,
            new Backoff(Duration.ofNanos(1), Duration.ofNanos(1)),
            Duration.ofMinutes(1),
            workerTimeout,
            CostLimit.NONE);
    controller =
        Controller.start(config, broker, storage, JobStore.open(directory.resolve("state.db")));
  }

  private void startAndRedeliver(Attempt attempt) {
    ScriptedWorker.report(broker, new Report.Started(attempt, "w0"));
    ScriptedWorker.report(broker, new Report.HandedBack(attempt, "w1", "delivered before"));
  }

  @Test
  void report_handedBackByWhoRanIt_costsNothing() {
    AtomicInteger handedBack = new AtomicInteger();
    worker(
        given -> {
          if (handedBack.incrementAndGet() <= 12) {
            ScriptedWorker.report(broker, new Report.Started(given.task().attempt(), "w1"));
            ScriptedWorker.report(
                broker, new Report.HandedBack(given.task().attempt(), "w1", "going away"));
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    assertThat(last(awaitEnd(submit(50).job())).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void report_handedBackBeforeStart_costsNothing() {
    AtomicInteger handedBack = new AtomicInteger();
    worker(
        given -> {
          if (handedBack.incrementAndGet() <= 12) {
            ScriptedWorker.report(
                broker, new Report.HandedBack(given.task().attempt(), "w1", "delivered before"));
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    assertThat(last(awaitEnd(submit(50).job())).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void report_everythingTwiceAndLate_isDoneOnce() {
    List<Report> late = new CopyOnWriteArrayList<>();
    worker(
        given -> {
          Report done = ScriptedWorker.completed(FILM, given.task());
          late.add(done);
          ScriptedWorker.report(broker, done);
          ScriptedWorker.report(broker, new Report.Started(given.task().attempt(), "w1"));
          ScriptedWorker.report(broker, done);
          given.delivery().ack();
        });
    JobStatus job = submit(50);
    List<JobEvent> story = awaitEnd(job.job());
    late.forEach(report -> ScriptedWorker.report(broker, report));
    assertThat(story).filteredOn(e -> e.kind() == JobEvent.Kind.DONE).hasSize(1);
    assertThat(controller.status(job.job()).frames()).isEqualTo(600);
    assertThat(directory.resolve("out").resolve(job.job().value()).resolve("master.m3u8")).exists();
  }

  @Test
  void report_thatContradictsThePlan_isNotBelieved() {
    AtomicInteger lies = new AtomicInteger();
    worker(
        given -> {
          if (given.task() instanceof EncodeVideo video && lies.getAndIncrement() == 0) {
            TaskResult lie =
                new TaskResult.VideoEncoded(
                    FrameCount.of(1), Encoded.perfect(video).renditions().subList(0, 1));
            ScriptedWorker.report(broker, new Report.Completed(video.attempt(), "liar", 1, lie));
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    List<JobEvent> story = awaitEnd(submit(50).job());
    assertThat(last(story).kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(story)
        .filteredOn(e -> e.kind() == JobEvent.Kind.RETRY)
        .singleElement()
        .extracting(JobEvent::message)
        .asString()
        .contains("liar", "its report is wrong");
  }

  @Test
  void report_notAMessage_isKeptInTheStore() {
    ScriptedWorker.perfect(broker);
    broker.publish(Queue.REPORTS, List.of(new Broker.Message("x", new byte[] {1, 2, 3})));
    awaitEnd(submit(50).job());
    assertThat(controller.deadMessages())
        .singleElement()
        .satisfies(message -> assertThat(message.id()).isEqualTo("x"))
        .satisfies(message -> assertThat(message.excerpt()).isEqualTo("..."));
    controller.close();
    try (JobStore store = JobStore.open(directory.resolve("state.db"))) {
      assertThat(store.deadLetters())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.messageId()).isEqualTo("x");
                assertThat(letter.body()).containsExactly(1, 2, 3);
                assertThat(letter.reason()).contains("not a Report");
              });
    }
    controller = open();
  }

  @Test
  void task_thatNoWorkerCanRead_failsTheJobAfterTheLimitAndSaysWhy() {
    worker(given -> given.delivery().reject("version 9 is not known here"));
    assertThat(last(awaitEnd(submit(50).job())).message())
        .contains("inspect", "version 9 is not known here", "attempt 3");
  }
}
