package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.ExtractedSubtitles;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.InMemoryBroker;
import io.framemill.protocol.broker.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerTest {
  private static final MediaInfo FILM = Media.film(24, 640, 360, 2);

  @TempDir Path directory;
  private final Broker broker = new InMemoryBroker();
  private FlakyStorage storage;
  private Controller controller;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Files.writeString(directory.resolve("in/My film.mp4"), "not looked into here");
    storage = new FlakyStorage(directory);
    controller = open();
  }

  @AfterEach
  void stop() {
    controller.close();
    broker.close();
  }

  @Test
  void submit_profileWithAFile_makesItWhenAllElseIsDone() throws IOException {
    ScriptedWorker worker = ScriptedWorker.perfect(broker);
    JobId job = submitWithMp4();
    List<JobEvent> story = awaitEnd(job);

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(controller.status(job).frames()).isEqualTo(600);
    assertThat(worker.given).last().isInstanceOf(Task.Mux.class);
    assertThat(worker.given.stream().filter(Task.Mux.class::isInstance)).hasSize(1);
    assertThat(story)
        .extracting(JobEvent::message)
        .anyMatch(message -> message.startsWith("mux-360p (mp4/" + job + "-360p.mp4) done by w1"));
    assertThat(Files.readString(directory.resolve("out").resolve(job.value()).resolve("job.json")))
        .contains("\"mp4Files\" : [ \"" + job + "-360p.mp4\" ]");
  }

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

  private JobId submitWithMp4() {
    return controller
        .submit(
            new Submission(
                "My film.mp4",
                "in/My film.mp4",
                Media.withMp4(Media.profile(360, 180), 360),
                50,
                null))
        .job();
  }

  @Test
  void submit_soundOnly_isDoneWithASoundStream() throws IOException {
    MediaInfo song = Media.song();
    new ScriptedWorker(broker, song, given -> ScriptedWorker.answer(broker, song, given));
    JobStatus job = submit(50);
    List<JobEvent> story = awaitEnd(job.job());

    JobStatus end = controller.status(job.job());
    assertThat(end.state()).isEqualTo(JobState.DONE);
    assertThat(end.frames()).isZero();
    assertThat(end.totalFrames()).isZero();
    assertThat(story)
        .extracting(JobEvent::message)
        .contains("Planned 3 segments of sound; renditions und-128k")
        .anyMatch(message -> message.startsWith("Done: 10.0 s of sound in "));
    Path output = directory.resolve("out").resolve(job.job().value());
    assertThat(Files.readString(output.resolve("master.m3u8")))
        .contains("CODECS=\"mp4a.40.2\"", "audio/und-128k/playlist.m3u8")
        .doesNotContain("RESOLUTION");
    assertThat(Files.readString(output.resolve("audio/und-128k/playlist.m3u8")))
        .contains("ENDLIST");
  }

  @Test
  void submit_workerDoesAll_isDoneWithManifestsAndReport() throws IOException {
    ScriptedWorker.perfect(broker);
    JobStatus job = submit(50);
    List<JobEvent> story = awaitEnd(job.job());

    assertThat(job.job().value()).matches("my-film-[a-z0-9]{6}");
    assertThat(story)
        .extracting(JobEvent::kind)
        .startsWith(
            JobEvent.Kind.ACCEPTED,
            JobEvent.Kind.TASK_QUEUED,
            JobEvent.Kind.TASK_STARTED,
            JobEvent.Kind.INSPECTED,
            JobEvent.Kind.PLANNED)
        .endsWith(JobEvent.Kind.DONE);
    JobStatus end = controller.status(job.job());
    assertThat(end.state()).isEqualTo(JobState.DONE);
    assertThat(end.percent()).isEqualTo(100);
    assertThat(end.frames()).isEqualTo(600).isEqualTo(end.totalFrames());
    Path output = directory.resolve("out").resolve(job.job().value());
    assertThat(Files.readString(output.resolve("master.m3u8")))
        .contains("RESOLUTION=640x360", "mp4a");
    assertThat(Files.readString(output.resolve("video/360p/playlist.m3u8")))
        .contains("00006.m4s", "ENDLIST");
    assertThat(Files.readString(output.resolve("audio/eng-128k/playlist.m3u8")))
        .contains("ENDLIST");
    assertThat(Files.readString(output.resolve("job.json")))
        .contains("\"My film.mp4\"", "\"video-00001\"", "PLANNED", "\"actor\" : \"w1\"");
  }

  @Test
  void story_ofAJob_saysWhoDidWhatToEachTask() {
    ScriptedWorker worker = ScriptedWorker.perfect(broker);
    List<JobEvent> story = awaitEnd(submit(50).job());

    assertThat(story.get(0).actor()).isEqualTo(JobEvent.USER);
    assertThat(last(story).actor()).isEqualTo(JobEvent.CONTROLLER);
    for (Task task : worker.given) {
      assertThat(story)
          .filteredOn(event -> task.attempt().equals(event.attempt()))
          .extracting(JobEvent::actor)
          .startsWith(JobEvent.CONTROLLER, "w1", "w1");
    }
  }

  @Test
  void submit_damagedSource_isDoneAndSaysHowMuch() {
    worker(this::answerDamaged);
    List<JobEvent> story = awaitEnd(submit(50).job());

    long chunks =
        story.stream()
            .filter(e -> e.kind() == JobEvent.Kind.TASK_DONE && e.message().startsWith("video-"))
            .count();
    assertThat(story)
        .extracting(JobEvent::message)
        .contains(
            "The source is damaged: "
                + 2 * chunks
                + " frames could not be decoded, or only in part",
            "The source is damaged: 3 packets of sound could not be decoded, or only in part");
    assertThat(story.get(story.size() - 1).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void submit_damagedSourceAndStrictProfile_isRefused() {
    worker(this::answerDamaged);
    JobStatus job =
        controller.submit(
            new Submission("film", "in/My film.mp4", Media.strict(Media.profile(360)), 50, null));
    awaitEnd(job.job());

    assertThat(controller.status(job.job()).state()).isEqualTo(JobState.FAILED);
    assertThat(controller.status(job.job()).failure())
        .matches(
            "The source is damaged: 3 packets of sound .*, in audio-1 .*\\. The profile is strict\\.");
  }

  @Test
  void submit_damagedText_isSaidOrRefused() {
    MediaInfo film = Media.withText(FILM);
    worker(given -> answerDamagedText(film, given));
    JobId lenient = submit(50).job();
    List<JobEvent> story = awaitEnd(lenient);
    JobStatus strict =
        controller.submit(
            new Submission("strict", "in/My film.mp4", Media.strict(Media.profile(360)), 50, null));
    awaitEnd(strict.job());

    assertThat(controller.status(lenient).state()).isEqualTo(JobState.DONE);
    assertThat(story)
        .extracting(JobEvent::message)
        .contains("The source is damaged: 4 subtitles could not be decoded");
    assertThat(controller.status(strict.job()).failure())
        .isEqualTo(
            "The source is damaged: 4 subtitles could not be decoded,"
                + " in subtitles (eng, deu-forced). The profile is strict.");
  }

  private void answerDamagedText(MediaInfo film, Given given) {
    if (given.task() instanceof Task.ExtractSubtitles) {
      TaskResult result =
          new TaskResult.SubtitlesExtracted(
              List.of(
                  new ExtractedSubtitles("eng", 1, 5, 99, 3),
                  new ExtractedSubtitles("deu-forced", 1, 5, 99, 1)));
      ScriptedWorker.report(broker, new Report.Completed(given.task().attempt(), "w1", 10, result));
      given.delivery().ack();
    } else {
      ScriptedWorker.answer(broker, film, given);
    }
  }

  private void answerDamaged(Given given) {
    if (given.task() instanceof Task.EncodeVideo video) {
      TaskResult result = Encoded.damaged(Encoded.perfect(video), 2, 0);
      ScriptedWorker.report(broker, new Report.Completed(video.attempt(), "w1", 10, result));
      given.delivery().ack();
    } else if (given.task() instanceof Task.EncodeAudio audio) {
      TaskResult result = new TaskResult.AudioEncoded(3, Encoded.perfect(audio).renditions());
      ScriptedWorker.report(broker, new Report.Completed(audio.attempt(), "w1", 10, result));
      given.delivery().ack();
    } else {
      ScriptedWorker.answer(broker, FILM, given);
    }
  }

  @Test
  void submit_missingSource_isRefusedAndNothingIsKept() {
    assertThatThrownBy(
            () ->
                controller.submit(new Submission("x", "in/none.mp4", Media.profile(360), 50, null)))
        .isInstanceOf(JobRefusedException.class)
        .hasMessageContaining("none.mp4");
    assertThat(controller.list()).isEmpty();
  }

  @Test
  void submit_sourceOutsideTheMediaDirectory_isRefused() {
    assertThatThrownBy(
            () ->
                controller.submit(
                    new Submission("x", "../../etc/passwd", Media.profile(360), 50, null)))
        .isInstanceOf(JobRefusedException.class);
  }

  @Test
  void dispatch_manyTasks_keepsNoMoreThanTheWindowOut() {
    ScriptedWorker worker = worker(given -> answerInspections(given));
    submit(50);
    await().until(() -> worker.given.size() >= 5);
    await().during(Duration.ofMillis(300)).until(() -> worker.given.size() == 1 + 4);
  }

  @Test
  void dispatch_higherPriorityComesLater_overtakes() {
    List<Given> held = new CopyOnWriteArrayList<>();
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                held.add(given);
              }
            });
    submit(50);
    await().until(() -> held.size() == 4);
    JobStatus urgent = submit(90);
    ScriptedWorker.answer(broker, FILM, held.get(0));
    await().until(() -> worker.given.size() >= 6);
    assertThat(worker.given.get(5).attempt().job()).isEqualTo(urgent.job());
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
    controller.close();
    ControllerConfig config =
        new ControllerConfig(
            2, 2, 3, 8, 5, Duration.ofNanos(1), Duration.ofMinutes(1), Duration.ofSeconds(20));
    controller =
        Controller.start(config, broker, storage, JobStore.open(directory.resolve("state.db")));
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
              if (given.task() instanceof Task.EncodeVideo video
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
        .filteredOn(task -> task instanceof Task.EncodeVideo video && video.firstSegment() == 1)
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
  void report_handedBackAfterStart_countsAsLossUpToTheLimit() {
    ScriptedWorker worker =
        worker(
            given -> {
              if (!answerInspections(given)) {
                ScriptedWorker.report(broker, new Report.Started(given.task().attempt(), "w0"));
                ScriptedWorker.report(
                    broker,
                    new Report.HandedBack(given.task().attempt(), "w1", "delivered before"));
              }
            });
    JobStatus job = submit(50);
    assertThat(last(awaitEnd(job.job())).message()).contains("was lost with w0", "loss 5");
    assertThat(worker.given).extracting(t -> t.attempt().number()).contains(5).doesNotContain(6);
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
          if (given.task() instanceof Task.EncodeVideo video && lies.getAndIncrement() == 0) {
            TaskResult lie =
                new TaskResult.VideoEncoded(
                    1, 0, 0, Encoded.perfect(video).renditions().subList(0, 1));
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
    assertThat(output).doesNotExist();
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
    assertThat(output).doesNotExist();
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
          if (given.task() instanceof Task.EncodeVideo && given.task().attempt().number() == 1) {
            held.add(given);
          } else if (!(given.task() instanceof Task.EncodeVideo)) {
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
  void unknownJob_isSaidSo() {
    assertThatThrownBy(() -> controller.status(new JobId("nobody")))
        .isInstanceOf(NoSuchJobException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> controller.watch(new JobId("nobody"), e -> {}))
        .isInstanceOf(NoSuchJobException.class);
  }

  @Test
  void watch_fromAPlaceInTheStory_tellsWhatFollows() {
    worker(given -> ScriptedWorker.answer(broker, FILM, given));
    JobId job = submit(50).job();
    awaitEnd(job);
    List<JobEvent> whole = story(heard(job, 0));

    assertThat(story(heard(job, 2))).isEqualTo(whole.subList(2, whole.size()));
    assertThat(story(heard(job, 1_000))).as("a number it does not have").isEqualTo(whole);
    try (Jobs.Watch watch = controller.watch(job, whole.size(), event -> {})) {
      assertThat(watch.isOver()).isTrue();
    }
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

  @Test
  void close_thenAsk_isRefused() {
    controller.close();
    assertThatThrownBy(() -> controller.list()).isInstanceOf(StandbyException.class);
    controller = open();
  }

  private Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(2),
        broker,
        storage,
        JobStore.open(directory.resolve("state.db")));
  }

  private JobStatus submit(int priority) {
    return controller.submit(
        new Submission("My film.mp4", "in/My film.mp4", Media.profile(360, 180), priority, null));
  }

  private ScriptedWorker worker(Consumer<Given> script) {
    return new ScriptedWorker(broker, FILM, script);
  }

  private boolean answerInspections(Given given) {
    if (given.task() instanceof Task.Inspect) {
      ScriptedWorker.answer(broker, FILM, given);
      return true;
    }
    return false;
  }

  private List<JobEvent> awaitEnd(JobId job) {
    return heard(job, 0);
  }

  private List<JobEvent> heard(JobId job, long after) {
    List<JobEvent> story = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = controller.watch(job, after, story::add)) {
      assertThat(watch.isOver()).isFalse();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !story.isEmpty() && last(story).status().state().isEnd());
    }
    return new ArrayList<>(story);
  }

  private static List<JobEvent> story(List<JobEvent> heard) {
    return heard.stream().filter(event -> event.sequence() > 0).toList();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
