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
  private @Nullable Withdrawal withdrawal;

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
  synchronized void withdraw(Withdrawal reason) {
    if (withdrawal == null) {
      withdrawal = reason;
      if (stop != null) {
        stop.accept(reason.reason());
      }
    }
  }

  /** Why it was withdrawn; empty if it was not. */
  synchronized Optional<Withdrawal> withdrawal() {
    return Optional.ofNullable(withdrawal);
  }

  /** The broker delivered the message once more: that delivery is the one to settle. */
  synchronized void redelivered(Delivery again) {
    delivery = again;
  }

  /** Done with it. */
  synchronized void acknowledge() {
    delivery.ack();
  }
}
