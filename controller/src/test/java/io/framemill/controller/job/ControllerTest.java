package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.DoubtfulCommits;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of jobs whose tasks succeed, and who is told. */
class ControllerTest extends RunningController {
  @Test
  void start_brokerCannotBeListenedTo_endsItsThreadsAndClosesTheStore() {
    controller.close();
    JobStore store = JobStore.open(directory.resolve("state.db"));
    Broker deaf = new InMemoryBroker();
    Set<Thread> before = threads();
    deaf.close();
    assertThatThrownBy(() -> Controller.start(ControllerConfig.forSlots(2), deaf, storage, store))
        .isInstanceOf(BrokerException.class);
    await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    assertThatThrownBy(store::jobs).isInstanceOf(StoreException.class);
  }

  @Test
  void submit_everySecondCommitIsStoredButReportedAsFailed_isDoneAndWatchersHearAll() {
    controller.close();
    DoubtfulCommits commits = new DoubtfulCommits();
    controller =
        Controller.start(
            ControllerConfig.forSlots(2),
            broker,
            storage,
            commits.open(directory.resolve("state.db")));
    ScriptedWorker.perfect(broker);
    JobId job = submit(50).job();
    List<JobEvent> heard = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = controller.watch(job, 0, heard::add)) {
      assertThat(watch.isOver()).isFalse();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !heard.isEmpty() && last(heard).status().state().isEnd());
    }
    assertThat(last(heard).status().state()).isEqualTo(JobState.DONE);
    List<JobEvent> story = story(heard);
    assertThat(story)
        .extracting(JobEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, story.size()).boxed().toList());
    assertThat(commits.count()).isGreaterThan(1);
    assertThat(directory.resolve("out").resolve(job.value()).resolve("master.m3u8")).exists();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(controller|outbox|output)-.*"))
        .collect(Collectors.toSet());
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
        .startsWith("{\n  \"version\" : 1,\n")
        .contains("\"mp4Files\" : [ \"" + job + "-360p.mp4\" ]");
  }

  @Test
  void submit_moreTasksThanManySlotsTake_queuesOneForEachAndSomeMore() {
    controller.close();
    controller =
        Controller.start(
            ControllerConfig.forSlots(600),
            broker,
            storage,
            JobStore.open(directory.resolve("state.db")));
    MediaInfo film = Media.film(20_000, 640, 360, 2);
    AtomicInteger held = new AtomicInteger();
    new ScriptedWorker(
        broker,
        film,
        given -> {
          if (given.task() instanceof Task.Inspect) {
            ScriptedWorker.answer(broker, film, given);
          } else {
            held.incrementAndGet();
          }
        });
    JobId job = submit(50).job();

    // 600, and 100 and a quarter of 600 that wait.
    await().untilAsserted(() -> assertThat(held).hasValue(850));
    assertThat(controller.status(job).tasks()).isGreaterThan(900);
  }

  @Test
  void submit_soundOnly_isDoneWithASoundStream() throws IOException {
    MediaInfo song = Media.song();
    Media.writeSource(directory.resolve("in/My film.mp4"), song);
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
                + String.format(
                    Locale.ROOT,
                    " frames could not be decoded, or only in part (%.2f s)",
                    2 * chunks / 25.0),
            "The source is damaged: 3 packets of sound could not be decoded, or only in part"
                + " (stream 1, eng)");
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
            "The source is damaged: 3 packets of sound .*, in audio-1 .*\\. The profile is"
                + " strict\\.");
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
        .contains(
            "The source is damaged: 3 subtitles could not be decoded (stream 3, eng)",
            "The source is damaged: 1 subtitle could not be decoded (stream 4, deu)");
    assertThat(controller.status(strict.job()).failure())
        .isEqualTo(
            "The source is damaged: 3 subtitles could not be decoded (stream 3, eng),"
                + " in subtitles (eng, deu-forced). The profile is strict.");
  }

  private void answerDamagedText(MediaInfo film, Given given) {
    if (given.task() instanceof Task.ExtractSubtitles task) {
      int segments = task.timeline().segmentCount();
      TaskResult result =
          new TaskResult.SubtitlesExtracted(
              List.of(
                  new ExtractedSubtitles("eng", segments, 4, 99, new TextCount(4, 3, 0, 0, 0, 0)),
                  new ExtractedSubtitles(
                      "deu-forced", segments, 6, 99, new TextCount(6, 1, 0, 0, 0, 0))));
      ScriptedWorker.report(broker, new Report.Completed(given.task().attempt(), "w1", 10, result));
      given.delivery().ack();
    } else {
      ScriptedWorker.answer(broker, film, given);
    }
  }

  private void answerDamaged(Given given) {
    if (given.task() instanceof EncodeVideo video) {
      TaskResult result = Encoded.damaged(Encoded.perfect(video), 2, 0);
      ScriptedWorker.report(broker, new Report.Completed(video.attempt(), "w1", 10, result));
      given.delivery().ack();
    } else if (given.task() instanceof Task.EncodeAudio audio) {
      TaskResult result =
          new TaskResult.AudioEncoded(
              new SoundCount(24_000, 3, 0), Encoded.perfect(audio).renditions());
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
  void submit_profileAboveTheSource_whatIsLeftOutIsInformationAndNoWarning() {
    worker(given -> ScriptedWorker.answer(broker, FILM, given));
    JobId job =
        controller
            .submit(
                new Submission("My film.mp4", "in/My film.mp4", Media.profile(720, 360), 50, null))
            .job();

    assertThat(awaitEnd(job))
        .filteredOn(event -> event.message().startsWith("Left out"))
        .extracting(JobEvent::kind, JobEvent::message)
        .containsExactly(
            tuple(JobEvent.Kind.PLANNED, "Left out, for the source is smaller: 720p."));
  }

  @Test
  void close_thenAsk_isRefused() {
    controller.close();
    assertThatThrownBy(() -> controller.list()).isInstanceOf(StandbyException.class);
    controller = open();
  }
}
