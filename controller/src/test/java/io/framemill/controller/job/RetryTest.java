package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.job.output.OutputFiles;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose sound fails when all else is done, and its retry. */
class RetryTest {
  @TempDir Path directory;
  private final Broker broker = new InMemoryBroker();
  private volatile MediaInfo film = Media.film(24, 640, 360, 2);
  private volatile boolean soundFails = true;
  private ScriptedWorker worker;
  private Controller controller;
  private JobId job;

  @BeforeEach
  void failAJob() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Media.writeSource(directory.resolve("in/film.mp4"), film);
    controller = open();
    worker = new ScriptedWorker(broker, film, this::work);
    job =
        controller
            .submit(new Submission("film.mp4", "in/film.mp4", Media.profile(360), 50, null))
            .job();
    awaitState(JobState.FAILED);
    soundFails = false;
  }

  private Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(8),
        broker,
        new SharedDirectory(directory, directory.resolve("out")),
        JobStore.open(directory.resolve("state.db")));
  }

  @AfterEach
  void stop() {
    controller.close();
    broker.close();
  }

  @Test
  void fail_keepsSegmentsButNothingPlayable() {
    assertThat(output().resolve("video/360p/00001.m4s")).exists();
    await().until(() -> !Files.exists(output().resolve("video/360p/playlist.m3u8")));
    await().until(() -> !Files.exists(output().resolve("master.m3u8")));
  }

  @Test
  void retry_runsOnlyWhatWasNotDone() {
    int before = worker.given.size();
    controller.retry(job);
    awaitState(JobState.DONE);
    assertThat(namesAfter(before)).hasSize(2).contains("inspect").doesNotContain("video-00001");
    assertThat(output().resolve("master.m3u8")).exists();
  }

  @Test
  void retry_byAControllerThatDidNotSeeItFail_runsOnlyWhatWasNotDone() {
    JobStatus failed = controller.status(job);
    assertThat(failed.tasksDone()).isPositive();
    controller.close();
    controller = open();
    assertThat(controller.status(job)).isEqualTo(failed);
    int before = worker.given.size();
    controller.retry(job);
    awaitState(JobState.DONE);
    assertThat(namesAfter(before)).hasSize(2).contains("inspect").doesNotContain("video-00001");
    assertThat(controller.status(job).frames()).isEqualTo(600);
  }

  @Test
  void retry_outputMissingOrOfWrongSize_isMadeAgain() throws IOException {
    Files.delete(output().resolve("video/360p/00001.m4s"));
    Files.writeString(output().resolve("video/360p/00006.m4s"), "cut short");
    int before = worker.given.size();
    controller.retry(job);
    awaitState(JobState.DONE);
    List<Task> again = worker.given.subList(before, worker.given.size());
    assertThat(again)
        .filteredOn(EncodeVideo.class::isInstance)
        .extracting(task -> ((EncodeVideo) task).firstSegment())
        .contains(1)
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void retry_sourceHasChanged_isPlannedAnew() {
    film = Media.film(12, 640, 360, 2);
    Media.writeSource(directory.resolve("in/film.mp4"), film);
    int before = worker.given.size();
    controller.retry(job);
    awaitState(JobState.DONE);
    assertThat(namesAfter(before)).contains("inspect", "video-00001");
    assertThat(controller.status(job).frames()).isEqualTo(300);
  }

  @Test
  void retry_afterCancel_runsAll() {
    controller.retry(job);
    awaitState(JobState.DONE);
    soundFails = true;
    JobId second =
        controller
            .submit(new Submission("film.mp4", "in/film.mp4", Media.profile(360), 50, null))
            .job();
    controller.cancel(second);
    await().until(() -> controller.status(second).state() == JobState.CANCELLED);
    soundFails = false;
    controller.retry(second);
    await().until(() -> controller.status(second).state() == JobState.DONE);
    assertThat(directory.resolve("out/" + second + "/video/360p/00001.m4s")).exists();
  }

  private List<String> namesAfter(int count) {
    return worker.given.subList(count, worker.given.size()).stream()
        .map(task -> task.attempt().task())
        .toList();
  }

  /** Does a task with its files; the sound fails once everything else is done. */
  private void work(Given given) {
    Task task = given.task();
    if (task instanceof Task.EncodeAudio && soundFails) {
      Thread waiting =
          new Thread(
              () -> {
                await().until(() -> controller.status(job()).tasksDone() >= 2);
                await()
                    .until(
                        () ->
                            controller.status(job()).tasksDone()
                                == controller.status(job()).tasks() - 1);
                ScriptedWorker.report(
                    broker, ScriptedWorker.failed(task.attempt(), FailureKind.BAD_INPUT));
              });
      waiting.start();
    } else {
      Report.Completed report = ScriptedWorker.completed(film, task);
      StoredTask done =
          StoredTask.planned(task, 0, 1, 1)
              .queued()
              .running("w1", 1)
              .done("w1", 2, report.result());
      write(task.attempt().job(), done);
      ScriptedWorker.report(broker, report);
    }
    given.delivery().ack();
  }

  private JobId job() {
    return controller.list().get(0).job();
  }

  private void write(JobId id, StoredTask done) {
    Map<String, Long> sizes = OutputFiles.sizes(done);
    try {
      for (String file : OutputFiles.of(done)) {
        Path path = directory.resolve("out/" + id).resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[sizes.getOrDefault(file, 10L).intValue()]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path output() {
    return directory.resolve("out/" + job);
  }

  private void awaitState(JobState state) {
    await().until(() -> controller.status(job).state() == state);
  }
}
