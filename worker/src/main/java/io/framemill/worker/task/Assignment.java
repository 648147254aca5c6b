package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker.Delivery;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt that this worker holds, from its delivery to its acknowledgement. Thread-safe. */
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
   * The task begins to run, unless it was withdrawn.
   *
   * @param onWithdrawal stops it, given the reason; called at most once, must not block
   * @return whether it may run
   */
  synchronized boolean begin(Consumer<String> onWithdrawal) {
    if (withdrawal != null) {
      return false;
    }
    stop = onWithdrawal;
    return true;
  }

  /** The task is not to be run, or not to its end; only the first reason counts. */
  synchronized void withdraw(HandBackReason reason) {
    if (withdrawal == null) {
      withdrawal = reason;
      if (stop != null) {
        stop.accept(reason.reason());
      }
    }
  }

  /** Why it was withdrawn; empty if it was not. */
  synchronized Optional<HandBackReason> withdrawal() {
    return Optional.ofNullable(withdrawal);
  }

  /**
   * The task was delivered once more: the same message, after its channel was lost, or another one,
   * which a controller publishes that did not see the first one confirmed. Nothing tells them
   * apart. The newest is kept until this is done; the former is settled, which does nothing if its
   * channel is lost, and lets its subscription take another task.
   */
  void deliveredAgain(Delivery again) {
    replace(again).ack();
  }

  /** What is to be settled now. */
  private synchronized Delivery replace(Delivery again) {
    if (done) {
      return again;
    }
    Delivery former = delivery;
    delivery = again;
    return former;
  }

  /** Done with it: settles what was delivered, and what is delivered again from now on. */
  void acknowledge() {
    end().ack();
  }

  private synchronized Delivery end() {
    done = true;
    return delivery;
  }
}
