package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Task;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A controller with a source, a store and a storage in a directory, and workers by script. */
public abstract class RunningController {
  public static final MediaInfo FILM = Media.film(24, 640, 360, 2);

  @TempDir public Path directory;
  public final Broker broker = new InMemoryBroker();
  FlakyStorage storage;
  public Controller controller;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Media.writeSource(directory.resolve("in/My film.mp4"), FILM);
    storage = new FlakyStorage(directory);
    controller = open();
  }

  @AfterEach
  void stop() {
    controller.close();
    broker.close();
  }

  JobId submitWithMp4() {
    return submit(Media.withMp4(Media.profile(360, 180), 360), 50).job();
  }

  JobId submit(Profile profile) {
    return submit(profile, 50).job();
  }

  private JobStatus submit(Profile profile, int priority) {
    return controller.submit(
        new Submission("My film.mp4", "in/My film.mp4", profile, priority, null));
  }

  Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(2),
        broker,
        storage,
        JobStore.open(directory.resolve("state.db")));
  }

  /** Starts the controller anew, after changes to what it left in its store. */
  void restart(Consumer<JobStore> meanwhile) {
    controller.close();
    try (JobStore store = JobStore.open(directory.resolve("state.db"))) {
      meanwhile.accept(store);
    }
    controller = open();
  }

  Path output(JobId job) {
    return directory.resolve("out").resolve(job.value());
  }

  /** A worker announces itself, and the controller has heard it. */
  void alive(String worker, WorkerState state) {
    Progress sign = new Progress.WorkerAlive(worker, "host", "1", 2, 0, state, null, List.of());
    broker.broadcast(Topic.PROGRESS, new MessageCodec().encode(sign));
    await()
        .until(
            () ->
                controller.workers().stream()
                    .anyMatch(status -> status.worker().equals(worker) && status.state() == state));
  }

  public JobStatus submit(int priority) {
    return submit(Media.profile(360, 180), priority);
  }

  ScriptedWorker worker(Consumer<Given> script) {
    return new ScriptedWorker(broker, FILM, script);
  }

  boolean answerInspections(Given given) {
    if (given.task() instanceof Task.Inspect) {
      ScriptedWorker.answer(broker, FILM, given);
      return true;
    }
    return false;
  }

  public List<JobEvent> awaitEnd(JobId job) {
    return heard(job, 0);
  }

  List<JobEvent> heard(JobId job, long after) {
    List<JobEvent> story = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = controller.watch(job, after, story::add)) {
      assertThat(watch.isOver()).isFalse();
      await().until(() -> !story.isEmpty() && last(story).status().state().isEnd());
    }
    return new ArrayList<>(story);
  }

  static List<JobEvent> story(List<JobEvent> heard) {
    return heard.stream().filter(event -> event.sequence() > 0).toList();
  }

  public static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
