package io.framemill.controller.job;

import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.MediaInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A controller on a state that can be closed, looked into and opened again. */
final class ControllerFixture implements AutoCloseable {
  static final MediaInfo FILM = Media.film(24, 640, 360, 2);

  final Broker broker = new InMemoryBroker();
  private final Path directory;
  private Controller controller;

  /**
   * @param directory an empty one
   */
  ControllerFixture(Path directory) throws IOException {
    this.directory = directory;
    Media.writeSource(directory.resolve("film.mp4"), FILM);
    controller = open();
  }

  Controller controller() {
    return controller;
  }

  /** Starts the controller anew, after changes to what it left in its store. */
  void restart(Consumer<JobStore> meanwhile) {
    controller.close();
    try (JobStore store = JobStore.open(directory.resolve("state.db"))) {
      meanwhile.accept(store);
    }
    controller = open();
  }

  JobId submit() {
    return controller
        .submit(new Submission("film.mp4", "film.mp4", Media.profile(360), 50, null))
        .job();
  }

  Path output(JobId job) {
    return directory.resolve("out").resolve(job.value());
  }

  /** A worker gives a sign of life, and the controller takes note. */
  void alive(String worker, WorkerState state) {
    Progress sign = new Progress.WorkerAlive(worker, "host", "1", 2, 0, state, null, List.of());
    broker.broadcast(Topic.PROGRESS, new MessageCodec().encode(sign));
    await()
        .until(
            () ->
                controller.workers().stream()
                    .anyMatch(status -> status.worker().equals(worker) && status.state() == state));
  }

  /** A job's story, once it has ended; without its progress. */
  List<JobEvent> awaitEnd(JobId job) {
    List<JobEvent> story = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = controller.watch(job, story::add)) {
      await().until(() -> !story.isEmpty() && story.get(story.size() - 1).status().state().isEnd());
    }
    return story.stream().filter(event -> event.sequence() > 0).toList();
  }

  @Override
  public void close() {
    controller.close();
    broker.close();
  }

  private Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(2),
        broker,
        new FlakyStorage(directory),
        JobStore.open(directory.resolve("state.db")));
  }
}
