package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.Media;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.JobWatchers;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.SpeculativeAttempt;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress.WorkerAlive;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeculationTest {
  private static final JobId JOB = new JobId("film");
  private static final int STUCK = 2;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final InMemoryBroker broker = new InMemoryBroker();
  private final List<Dispatch> sent = new CopyOnWriteArrayList<>();
  private final JobStore store = JobStore.inMemory();
  private final JobWatchers watchers = new JobWatchers();
  private final Outbox outbox = new Outbox(broker, () -> true, attempts -> {});
  private final WorkerRegistry workerRegistry = new WorkerRegistry(Duration.ofDays(1));

  @AfterEach
  void end() {
    outbox.close();
    watchers.close();
    broker.close();
    store.close();
  }

  @Test
  void dispatch_lastTaskRunsForTooLong_sendsASecondAttemptPastItsWorker() {
    alive("w1");
    alive("w2");
    Job job = jobWithTheLastTaskRunning();
    Speculation copies = start(job);

    clock.millis += 3_999;
    dispatch(copies);
    assertThat(sent).isEmpty();
    clock.millis += 1_001;
    dispatch(copies);

    await().until(() -> sent.size() == 1);
    assertThat(sent.get(0).task().attempt()).isEqualTo(new Attempt(JOB, "video-00002", 2));
    assertThat(sent.get(0).avoid()).containsExactly("w1");
    assertThat(stuck(job).copy()).isEqualTo(SpeculativeAttempt.queued(2));
    assertThat(job.outstanding()).isEqualTo(2);
  }

  @Test
  void dispatch_copyIsOut_sendsNoOther() {
    Job job = jobWithTheLastTaskRunning();
    Speculation copies = start(job);
    for (int i = 0; i < 5; i++) {
      clock.millis += 60_000;
      dispatch(copies);
    }

    await().during(Duration.ofMillis(100)).until(() -> sent.size() == 1);
    assertThat(sent.get(0).avoid()).as("there is nobody else").isEmpty();
  }

  @Test
  void dispatch_copyIsGone_sendsAnotherUnderAnotherNumberUntilTheLimit() {
    Job job = jobWithTheLastTaskRunning();
    Speculation copies = start(job);
    clock.millis += 60_000;
    dispatch(copies);
    job.put(Objects.requireNonNull(stuck(job).without(2)).counted(1, 0));
    clock.millis += 60_000;
    dispatch(copies);
    await().until(() -> sent.size() == 2);
    assertThat(sent.get(1).task().attempt().number()).isEqualTo(3);

    job.put(Objects.requireNonNull(stuck(job).without(3)).counted(2, 0));
    clock.millis += 60_000;
    dispatch(copies);
    assertThat(stuck(job).liveCopy()).isNull();
  }

  @Test
  void dispatch_tasksStillWait_sendsNone() {
    Job job = jobWithTheLastTaskRunning();
    job.put(StoredTask.planned(video(3), 3, 1, 4_000));
    Speculation copies = start(job);
    clock.millis += 60_000;
    dispatch(copies);

    assertThat(stuck(job).copy()).isNull();
  }

  @Test
  void dispatch_startedUnderAFormerController_getsItsTimeAnew() {
    Job job = jobWithTheLastTaskRunning();
    clock.millis += 3_600_000;
    Speculation copies = start(job);
    dispatch(copies);
    assertThat(stuck(job).copy()).isNull();

    clock.millis += 60_000;
    dispatch(copies);
    assertThat(stuck(job).copy()).isNotNull();
  }

  private Speculation start(Job job) {
    broker.consume(Queue.TASKS, 100, delivery -> sent.add(dispatch(delivery.message().body())));
    JobRegistry registry =
        new JobRegistry(store, new SharedDirectory(directory, directory), watchers, clock);
    registry.add(job);
    return new Speculation(
        ControllerConfig.forSlots(2), registry, new TaskPublisher(workerRegistry, outbox));
  }

  private static void dispatch(Speculation copies) {
    UnitOfWork work = new UnitOfWork();
    copies.dispatch(work);
    work.runEffects();
  }

  private static Dispatch dispatch(byte[] body) {
    try {
      return Dispatch.decode(new MessageCodec(), body);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private void alive(String worker) {
    workerRegistry.seen(
        new WorkerAlive(worker, "host", "1", 1, 1, WorkerState.WORKING, null, List.of()),
        clock.millis);
  }

  private static StoredTask stuck(Job job) {
    return Objects.requireNonNull(job.task("video-0000" + STUCK));
  }

  /** Two chunks are done, each in half a second; the third has just started on w1. */
  private Job jobWithTheLastTaskRunning() {
    StoredJob row = JobBuilder.aJob(JOB.value()).running(Media.film(24, 640, 360, 2)).build();
    List<StoredTask> tasks =
        IntStream.range(0, STUCK + 1)
            .mapToObj(
                i -> StoredTask.planned(video(i), i, 1, 4_000).queued().running("w1", clock.millis))
            .toList();
    Job job = new Job(row, tasks, 0);
    for (StoredTask task : tasks.subList(0, STUCK)) {
      TaskResult result = Encoded.perfect((EncodeVideo) task.task());
      job.put(task.done("w1", clock.millis + 500, result));
    }
    return job;
  }

  private static EncodeVideo video(int chunk) {
    return TaskBuilder.chunk(JOB, "video-0000" + chunk, chunk + 1);
  }

  private static final class ManualClock extends Clock {
    private long millis = 1_000_000;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
