package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Control;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.storage.Storage;
import io.framemill.worker.process.SlotCommands;
import io.framemill.worker.process.SlotLimits;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker with real slot processes that only play at work. */
class SupervisorIT {
  private static final String WORKER = "host-1";
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path media;

  private final Set<ProcessHandle> otherChildren =
      ProcessHandle.current().children().collect(Collectors.toSet());
  private final MessageCodec codec = new MessageCodec();
  private final RecordingBroker broker = new RecordingBroker();
  private final List<Supervisor> supervisors = new CopyOnWriteArrayList<>();

  @BeforeEach
  void createSources() throws IOException {
    for (String act : FakeSlot.ACTS) {
      Files.createFile(media.resolve(act));
    }
  }

  @AfterEach
  void end() {
    supervisors.forEach(Supervisor::close);
    broker.close();
  }

  @Test
  void task_succeeds_startedThenCompletedThenAcked() {
    start(1);
    publish(Tasks.task("a", FakeSlot.SUCCEED));

    awaitStory("Started job/a#1", "Completed job/a#1", "acked job/a#1");
    Report.Completed completed = (Report.Completed) broker.reports().get(1);
    assertThat(completed.result()).isEqualTo(FakeSlot.RESULT);
    assertThat(completed.worker()).isEqualTo(WORKER);
  }

  @Test
  void task_startedNotConfirmed_doesNotRunUntilItIs() {
    broker.refuseReports(2);
    start(1);
    publish(Tasks.task("a", FakeSlot.SUCCEED));

    awaitStory(
        "refused Started job/a#1",
        "refused Started job/a#1",
        "Started job/a#1",
        "Completed job/a#1",
        "acked job/a#1");
  }

  @Test
  void task_resultNotConfirmed_isPublishedAgainAndNotRunAgain() throws IOException {
    start(1);
    publish(Tasks.task("a", FakeSlot.WAIT));
    await().until(() -> broker.story().contains("Started job/a#1"));
    broker.refuseReports(2);
    letWaitingTasksGo();

    awaitStory(
        "Started job/a#1",
        "refused Completed job/a#1",
        "refused Completed job/a#1",
        "Completed job/a#1",
        "acked job/a#1");
  }

  @Test
  void task_redelivered_isHandedBackAndNeverRun() {
    publish(Tasks.task("a", FakeSlot.EXIT_3));
    deliverOnceWithoutSettling();
    start(1);

    awaitStory("HandedBack job/a#1", "acked job/a#1");
  }

  @Test
  void task_notReadable_isRejected() {
    start(1);
    broker.publish(Queue.TASKS, List.of(new Broker.Message("odd", new byte[] {'{'})));

    awaitStory("rejected odd");
  }

  @Test
  void task_sourceMissing_failsAsTransient() {
    start(1);
    publish(Tasks.task("a", "nowhere.mp4"));

    Report.Failed failed = awaitFailure();
    assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failed.reason()).contains("No such file").contains("nowhere.mp4");
  }

  @Test
  void task_badInput_failsWithTheSlotsWordsAndKeepsTheSlot() {
    start(1);
    publish(Tasks.task("a", FakeSlot.BAD_INPUT));

    Report.Failed failed = awaitFailure();
    assertThat(failed.kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(failed.reason()).isEqualTo("no video in it");
    List<Long> before = slotPids();
    publish(Tasks.task("b", FakeSlot.SUCCEED));
    await().until(() -> broker.story().contains("acked job/b#1"));
    assertThat(slotPids()).isEqualTo(before).hasSize(1);
  }

  @Test
  void task_slotFailsOtherwise_slotIsReplaced() {
    start(1);
    await().until(() -> slotPids().size() == 1);
    List<Long> before = slotPids();
    publish(Tasks.task("a", FakeSlot.DISK_FULL));

    assertThat(awaitFailure().kind()).isEqualTo(FailureKind.TRANSIENT);
    await().until(() -> slotPids().size() == 1 && !slotPids().equals(before));
  }

  @Test
  void task_slotKilled_failsWithTheSignalAndTheNextTaskRuns() {
    start(1);
    publish(Tasks.task("a", FakeSlot.SIGKILL));
    publish(Tasks.task("b", FakeSlot.SUCCEED));

    await().until(() -> broker.story().contains("acked job/b#1"));
    Report.Failed failed = awaitFailure();
    assertThat(failed.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failed.reason()).isEqualTo("slot ended by signal 9 (SIGKILL)");
    assertThat(failed.log()).contains("acting: " + FakeSlot.SIGKILL);
    assertThat(broker.story()).contains("Completed job/b#1");
  }

  @Test
  void task_reportTooLarge_failsAndTheNextTaskRuns() {
    start(1);
    publish(Tasks.task("a", FakeSlot.LONG_ANSWER));
    publish(Tasks.task("b", FakeSlot.SUCCEED));

    await().until(() -> broker.story().contains("acked job/b#1"));
    Report.Failed failed = awaitFailure();
    assertThat(failed.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failed.reason()).contains("Completed of").contains("the limit is");
    assertThat(broker.story()).contains("acked job/a#1", "Completed job/b#1");
  }

  @Test
  void slotsThread_outOfMemory_workerIsBrokenAndItsTasksGoBackToTheQueue() {
    Supervisor supervisor = start(2, storageThatThrows(new OutOfMemoryError("of the test")));
    publish(Tasks.task("a", FakeSlot.SUCCEED));

    await().until(() -> supervisor.broken().isDone());

    assertThat(broker.story()).containsExactly("Started job/a#1");
    await().until(() -> slots().isEmpty());
    BlockingQueue<Broker.Delivery> again = new LinkedBlockingQueue<>();
    broker.consume(Queue.TASKS, 1, again::add);
    await().until(() -> !again.isEmpty());
    assertThat(again.remove().redelivered()).isTrue();
  }

  @Test
  void idleSlot_killed_isReplacedForTheNextTask() {
    start(1);
    await().until(() -> slotPids().size() == 1);
    ProcessHandle slot = slots().get(0);
    slot.destroyForcibly();
    await().until(() -> !slot.isAlive());
    publish(Tasks.task("a", FakeSlot.SUCCEED));

    awaitStory("Started job/a#1", "Completed job/a#1", "acked job/a#1");
  }

  @Test
  void cancelJob_taskRuns_slotIsKilledAndTaskHandedBack() {
    JobId other = new JobId("other");
    start(2);
    publish(Tasks.task("a", FakeSlot.HANG));
    publish(Tasks.task(other, "b", FakeSlot.WAIT));
    await().until(() -> broker.reports().size() == 2);

    cancel(Tasks.JOB);

    await().until(() -> broker.story().contains("acked job/a#1"));
    assertThat(broker.story()).contains("HandedBack job/a#1").doesNotContain("acked other/b#1");
  }

  @Test
  void cancelJob_taskArrivesAfterwards_isHandedBackAndNeverRun() {
    start(1);
    publish(Tasks.task("a", FakeSlot.HANG));
    publish(Tasks.task("b", FakeSlot.SUCCEED));
    await().until(() -> broker.story().contains("Started job/a#1"));

    cancel(Tasks.JOB);

    awaitStory(
        "Started job/a#1",
        "HandedBack job/a#1",
        "acked job/a#1",
        "HandedBack job/b#1",
        "acked job/b#1");
  }

  @Test
  void stopTask_itRuns_slotIsFreeForAnotherTaskOfTheJob() {
    start(1);
    publish(Tasks.task("a", FakeSlot.HANG));
    publish(Tasks.task("b", FakeSlot.SUCCEED));
    await().until(() -> broker.story().contains("Started job/a#1"));

    broker.broadcast(Topic.CONTROL, codec.encode(new Control.StopTask(Tasks.JOB, "a", 1)));

    awaitStory(
        "Started job/a#1",
        "HandedBack job/a#1",
        "acked job/a#1",
        "Started job/b#1",
        "Completed job/b#1",
        "acked job/b#1");
  }

  @Test
  void rest_thenOneTaskAtATimeUntilOneSucceeds() throws Exception {
    List<WorkerState> states = new CopyOnWriteArrayList<>();
    broker.listen(Topic.PROGRESS, body -> addState(states, progress(body)));
    start(2);
    await().until(() -> states.contains(WorkerState.WORKING));
    rest("another", 60_000);
    rest(WORKER, 300);

    await().until(() -> states.contains(WorkerState.RESTING));
    publish(Tasks.task("a", FakeSlot.WAIT));
    publish(Tasks.task("b", FakeSlot.WAIT));
    await().until(() -> broker.story().contains("Started job/a#1"));
    await().during(Duration.ofMillis(300)).until(() -> !broker.story().contains("Started job/b#1"));
    letWaitingTasksGo();

    await().until(() -> broker.story().contains("acked job/b#1"));
    Files.delete(media.resolve(FakeSlot.GO));
    publish(Tasks.task("c", FakeSlot.WAIT));
    publish(Tasks.task("d", FakeSlot.WAIT));
    await().until(() -> broker.story().contains("Started job/d#1"));
    assertThat(broker.story()).contains("Started job/c#1").doesNotContain("Completed job/c#1");
  }

  private void rest(String worker, long millis) {
    broker.broadcast(Topic.CONTROL, codec.encode(new Control.Rest(worker, "no luck", millis)));
  }

  private static void addState(List<WorkerState> states, Progress progress) {
    if (progress instanceof Progress.WorkerAlive alive) {
      states.add(alive.state());
    }
  }

  @Test
  void drain_taskEndsWithinGrace_isReportedAndNothingElseIsTaken() throws Exception {
    Supervisor supervisor = start(1);
    publish(Tasks.task("a", FakeSlot.WAIT));
    publish(Tasks.task("b", FakeSlot.SUCCEED));
    await().until(() -> broker.story().contains("Started job/a#1"));

    Thread drain = drainInBackground(supervisor, LONG);
    await().until(() -> drain.getState() == Thread.State.TIMED_WAITING);
    letWaitingTasksGo();
    drain.join();

    assertThat(broker.story())
        .startsWith("Started job/a#1", "Completed job/a#1", "acked job/a#1")
        .doesNotContain("Started job/b#1");
    await().until(() -> slots().isEmpty());
  }

  @Test
  void drain_taskRunsOn_isEndedAndHandedBackBeforeItIsAcked() throws Exception {
    Supervisor supervisor = start(1);
    publish(Tasks.task("a", FakeSlot.HANG));
    await().until(() -> broker.story().contains("Started job/a#1"));
    assertThat(slots()).hasSize(1);

    supervisor.drain(Duration.ofMillis(100));

    assertThat(broker.story())
        .containsExactly("Started job/a#1", "HandedBack job/a#1", "acked job/a#1");
    await().until(() -> slots().isEmpty());
  }

  @Test
  void close_taskRuns_slotIsKilledAndTaskGoesBackToTheQueue() {
    Supervisor supervisor = start(1);
    publish(Tasks.task("a", FakeSlot.HANG));
    await().until(() -> broker.story().contains("Started job/a#1"));

    supervisor.close();

    assertThat(broker.story()).containsExactly("Started job/a#1");
    await().until(() -> slots().isEmpty());
    BlockingQueue<Broker.Delivery> again = new LinkedBlockingQueue<>();
    broker.consume(Queue.TASKS, 1, again::add);
    await().until(() -> !again.isEmpty());
    assertThat(again.remove().redelivered()).isTrue();
  }

  @Test
  void start_always_announcesTheWorkerAndItsTasksProgress() {
    List<Progress> heard = new CopyOnWriteArrayList<>();
    broker.listen(Topic.PROGRESS, body -> heard.add(progress(body)));
    start(2);
    publish(Tasks.task("a", FakeSlot.PROGRESS));

    Attempt attempt = new Attempt(Tasks.JOB, "a", 1);
    await()
        .untilAsserted(
            () ->
                assertThat(heard)
                    .contains(
                        new Progress.WorkerAlive(
                            WORKER, "host", "1.0", 2, 0, WorkerState.WORKING, null, List.of()),
                        new Progress.TaskProgress(attempt, WORKER, 1, 40),
                        new Progress.TaskProgress(attempt, WORKER, 2, 80)));
  }

  private Supervisor start(int slots) {
    return start(slots, new SharedDirectory(media, media.resolve("out")));
  }

  private Supervisor start(int slots, Storage storage) {
    SupervisorConfig config =
        new SupervisorConfig(
            WORKER,
            "host",
            "1.0",
            slots,
            SlotCommands.running(FakeSlot.class),
            new SlotLimits(Duration.ofSeconds(60), Long.MAX_VALUE),
            Duration.ofSeconds(5));
    Supervisor supervisor = Supervisor.start(broker, storage, config);
    supervisors.add(supervisor);
    return supervisor;
  }

  private static Storage storageThatThrows(Error error) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              throw error;
            });
  }

  private void publish(Task task) {
    broker.publish(Queue.TASKS, List.of(Tasks.message(task)));
  }

  private void deliverOnceWithoutSettling() {
    BlockingQueue<Broker.Delivery> first = new LinkedBlockingQueue<>();
    try (Broker.Subscription subscription = broker.consume(Queue.TASKS, 1, first::add)) {
      await().until(() -> !first.isEmpty());
    }
  }

  private void cancel(JobId job) {
    broker.broadcast(Topic.CONTROL, codec.encode(new Control.CancelJob(job, 1)));
  }

  private void letWaitingTasksGo() throws IOException {
    Files.createFile(media.resolve(FakeSlot.GO));
  }

  private static Thread drainInBackground(Supervisor supervisor, Duration grace) {
    Thread thread =
        new Thread(
            () -> {
              try {
                supervisor.drain(grace);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private void awaitStory(String... story) {
    await().untilAsserted(() -> assertThat(broker.story()).containsExactly(story));
  }

  private Report.Failed awaitFailure() {
    await().until(() -> failures().size() == 1);
    return failures().get(0);
  }

  private List<Report.Failed> failures() {
    return broker.reports().stream()
        .filter(Report.Failed.class::isInstance)
        .map(Report.Failed.class::cast)
        .collect(Collectors.toList());
  }

  private List<Long> slotPids() {
    return slots().stream().map(ProcessHandle::pid).sorted().collect(Collectors.toList());
  }

  /** The slots of this test's workers. */
  private List<ProcessHandle> slots() {
    return ProcessHandle.current()
        .children()
        .filter(child -> !otherChildren.contains(child))
        .collect(Collectors.toList());
  }

  private Progress progress(byte[] body) {
    try {
      return codec.decode(body, Progress.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
