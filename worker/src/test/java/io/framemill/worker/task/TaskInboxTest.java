package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.BrokerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskInboxTest {
  private static final Task TASK = Tasks.task("a", FakeSlot.SUCCEED);

  private final MessageCodec codec = new MessageCodec();
  private final RecordingBroker broker = new RecordingBroker();
  private final TaskInbox inbox =
      new TaskInbox("worker", codec, new TaskReturns("worker", new ReportPublisher(broker, codec)));

  @Test
  void accept_newTask_canBeTakenAndRun() throws Exception {
    inbox.accept(new FakeDelivery(TASK, false));

    Assignment taken = take();
    assertThat(taken.task()).isEqualTo(TASK);
    assertThat(taken.withdrawal()).isEmpty();
  }

  @Test
  void accept_redelivered_isHandedBackWithoutASlot() {
    broker.refuseReports(1);
    FakeDelivery delivery = new FakeDelivery(TASK, true);
    inbox.accept(delivery);

    assertThat(inbox.waiting()).isEmpty();
    await().until(() -> delivery.settled.contains("ack"));
    assertThat(broker.reports())
        .containsExactly(
            new Report.HandedBack(TASK.attempt(), "worker", HandBackReason.REDELIVERED.reason()));
  }

  @Test
  void accept_notATask_isRejectedUntilTheBrokerTakesIt() {
    FakeDelivery delivery = new FakeDelivery(new Message("odd", new byte[] {'{'}), false);
    delivery.refusals.set(2);
    inbox.accept(delivery);

    await().until(() -> delivery.settled.contains("reject"));
    assertThat(delivery.refusals).hasValue(0);
  }

  @Test
  void cancel_waitingTask_isHandedBackWithoutASlot() {
    FakeDelivery delivery = new FakeDelivery(TASK, false);
    inbox.accept(delivery);
    inbox.cancel(Tasks.JOB, 1);

    assertThat(inbox.waiting()).isEmpty();
    await().until(() -> delivery.settled.contains("ack"));
    assertThat(broker.reports())
        .containsExactly(
            new Report.HandedBack(TASK.attempt(), "worker", HandBackReason.CANCELLED.reason()));
  }

  @Test
  void accept_whatRunsHereOnceMore_onlyTheNewestDeliveryIsKeptUntilItIsDone() throws Exception {
    FakeDelivery first = new FakeDelivery(TASK, false);
    FakeDelivery again = new FakeDelivery(TASK, true);
    FakeDelivery copy = new FakeDelivery(TASK, false);
    inbox.accept(first);
    Assignment running = take();

    inbox.accept(again);
    assertThat(first.settled).containsExactly("ack");
    inbox.accept(copy);
    assertThat(again.settled).containsExactly("ack");
    assertThat(copy.settled).isEmpty();
    assertThat(inbox.held()).containsExactly(TASK.attempt());
    inbox.settle(running);

    assertThat(running.withdrawal()).isEmpty();
    assertThat(inbox.waiting()).isEmpty();
    assertThat(inbox.held()).isEmpty();
    assertThat(copy.settled).containsExactly("ack");
  }

  @Test
  void deliveredAgain_whenItIsDone_isSettledAtOnce() throws Exception {
    inbox.accept(new FakeDelivery(TASK, false));
    Assignment running = take();
    inbox.settle(running);
    FakeDelivery late = new FakeDelivery(TASK, true);
    running.deliveredAgain(late);

    assertThat(late.settled).containsExactly("ack");
  }

  @Test
  void cancel_runningTaskOfTheJob_isStoppedAndOthersAreNot() throws Exception {
    inbox.accept(new FakeDelivery(TASK, false));
    inbox.accept(new FakeDelivery(Tasks.task(new JobId("other"), "a", ""), false));
    List<String> stopped = new ArrayList<>();
    Assignment ours = take();
    Assignment other = take();
    assertThat(ours.begin(stopped::add)).isTrue();
    assertThat(other.begin(stopped::add)).isTrue();

    inbox.cancel(Tasks.JOB, 1);

    assertThat(stopped).containsExactly("its result is no longer needed");
    assertThat(ours.withdrawal()).contains(HandBackReason.CANCELLED);
    assertThat(other.withdrawal()).isEmpty();
  }

  @Test
  void cancel_taskNotBegun_doesNotBegin() throws Exception {
    inbox.accept(new FakeDelivery(TASK, false));
    Assignment taken = take();
    inbox.cancel(Tasks.JOB, 1);

    assertThat(taken.begin(reason -> {})).isFalse();
  }

  @Test
  void cancel_taskArrivesLater_isWithdrawnUnlessItsAttemptIsHigher() throws Exception {
    inbox.cancel(Tasks.JOB, 1);
    inbox.accept(new FakeDelivery(TASK, false));
    Attempt first = TASK.attempt();
    Task next = TASK.withAttempt(new Attempt(first.job(), first.task(), 2));
    inbox.accept(new FakeDelivery(next, false));

    assertThat(inbox.waiting()).extracting(Assignment::task).containsExactly(next);
    assertThat(take().withdrawal()).isEmpty();
  }

  @Test
  void cancelTask_othersOfTheJob_goOn() throws Exception {
    Task other = Tasks.task("b", FakeSlot.SUCCEED);
    inbox.accept(new FakeDelivery(TASK, false));
    inbox.accept(new FakeDelivery(other, false));

    assertThat(inbox.cancel(Tasks.JOB, "a", 1)).isTrue();
    assertThat(inbox.cancel(Tasks.JOB, "a", 1)).as("no news").isFalse();

    assertThat(inbox.waiting()).extracting(Assignment::task).containsExactly(other);
    assertThat(take().withdrawal()).isEmpty();
  }

  @Test
  void accept_taskThatIsToAvoidThisWorker_isHandedBackWithoutASlot() {
    FakeDelivery ours = avoiding(TASK, "other", "worker");
    FakeDelivery others = avoiding(Tasks.task("b", FakeSlot.SUCCEED), "other");
    inbox.accept(ours);
    inbox.accept(others);

    await().until(() -> ours.settled.contains("ack"));
    assertThat(broker.reports())
        .containsExactly(
            new Report.HandedBack(TASK.attempt(), "worker", HandBackReason.AVOIDED.reason()));
    assertThat(inbox.waiting()).hasSize(1);
  }

  @Test
  void rest_whatWaitsAndWhatArrives_isHandedBackUntilItEnds() throws Exception {
    FakeDelivery waits = new FakeDelivery(Tasks.task("waits", ""), false);
    FakeDelivery arrives = new FakeDelivery(Tasks.task("arrives", ""), false);
    inbox.accept(waits);
    inbox.rest();
    inbox.accept(arrives);

    await().until(() -> waits.settled.contains("ack") && arrives.settled.contains("ack"));
    inbox.endRest();
    inbox.accept(new FakeDelivery(TASK, false));
    assertThat(take().task()).isEqualTo(TASK);
  }

  private FakeDelivery avoiding(Task task, String... workers) {
    byte[] body = new Dispatch(task, List.of(workers)).encode(codec);
    return new FakeDelivery(new Message(task.attempt().toString(), body), false);
  }

  @Test
  void drain_whatWaitsAndWhatArrives_isHandedBackAtOnce() throws Exception {
    FakeDelivery running = new FakeDelivery(Tasks.task("running", ""), false);
    FakeDelivery waits = new FakeDelivery(Tasks.task("waits", ""), false);
    FakeDelivery arrives = new FakeDelivery(Tasks.task("arrives", ""), false);
    inbox.accept(running);
    take();
    inbox.accept(waits);
    inbox.drain();
    inbox.accept(arrives);

    await().until(() -> waits.settled.contains("ack") && arrives.settled.contains("ack"));
    assertThat(running.settled).isEmpty();
    assertThat(inbox.take()).isNull();
  }

  @Test
  void take_stopped_isNullAndWhatArrivesWaits() throws Exception {
    inbox.stop();
    inbox.accept(new FakeDelivery(TASK, false));

    assertThat(inbox.take()).isNull();
    assertThat(inbox.waiting()).extracting(Assignment::task).containsExactly(TASK);
  }

  private Assignment take() throws InterruptedException {
    return Objects.requireNonNull(inbox.take());
  }

  private static final class FakeDelivery implements Delivery {
    private final Message message;
    private final boolean redelivered;
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    FakeDelivery(Task task, boolean redelivered) {
      this(Tasks.message(task), redelivered);
    }

    FakeDelivery(Message message, boolean redelivered) {
      this.message = message;
      this.redelivered = redelivered;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public boolean redelivered() {
      return redelivered;
    }

    @Override
    public void ack() {
      settled.add("ack");
    }

    @Override
    public void reject(String reason) {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new BrokerException("refused by the test");
      }
      settled.add("reject");
    }
  }
}
