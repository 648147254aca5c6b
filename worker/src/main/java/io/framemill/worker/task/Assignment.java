package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker.Delivery;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An attempt that this worker holds, from its delivery to its acknowledgement. Thread-safe. */
final class Assignment {
  private final Task task;

  @GuardedBy("this")
  private Delivery delivery;

  @GuardedBy("this")
  private boolean done;

  @GuardedBy("this")
  private @Nullable HandBackReason withdrawal;

  @GuardedBy("this")
  private @Nullable Consumer<String> stop;

  Assignment(Task task, Delivery delivery) {
    this.task = task;
    this.delivery = delivery;
  }

  Task task() {
    return task;
  }

  /**
   * Marks the task as started, unless it was withdrawn.
   *
   * @param onWithdrawal stops it, with the reason; called at most once, must not block
   * @return whether it may run
   */
  synchronized boolean begin(Consumer<String> onWithdrawal) {
    if (withdrawal != null) {
      return false;
    }
    stop = onWithdrawal;
    return true;
  }

  /** Withdraws the task: it is not run, or not completed. Only the first reason counts. */
  synchronized void withdraw(HandBackReason reason) {
    if (withdrawal == null) {
      withdrawal = reason;
      if (stop != null) {
        stop.accept(reason.reason());
      }
    }
  }

  /** The reason of the withdrawal; empty if it was not withdrawn. */
  synchronized Optional<HandBackReason> withdrawal() {
    return Optional.ofNullable(withdrawal);
  }

  /**
   * Handles a redelivery: the same message after its channel was lost, or another one from a
   * controller that did not see the first one confirmed. They cannot be told apart. The newest
   * delivery is kept until the task is done. The previous one is settled, which has no effect if
   * its channel is lost, and otherwise lets its subscription take another task.
   */
  void deliveredAgain(Delivery again) {
    replace(again).ack();
  }

  /** Keeps a new delivery; returns the one to settle now. */
  private synchronized Delivery replace(Delivery again) {
    if (done) {
      return again;
    }
    Delivery former = delivery;
    delivery = again;
    return former;
  }

  /** Acknowledges the current delivery, and any later redelivery. */
  void acknowledge() {
    end().ack();
  }

  private synchronized Delivery end() {
    done = true;
    return delivery;
  }
}
