package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt that this worker holds, from its delivery to its acknowledgement. Thread-safe. */
final class Assignment {
  private final Task task;

  @GuardedBy("this")
  private final List<Delivery> deliveries = new ArrayList<>();

  @GuardedBy("this")
  private @Nullable Withdrawal withdrawal;

  @GuardedBy("this")
  private @Nullable Consumer<String> stop;

  Assignment(Task task, Delivery delivery) {
    this.task = task;
    deliveries.add(delivery);
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

  /**
   * The task was delivered once more: the same message, after the connection was lost, or another
   * one, which a controller publishes that did not see the first one confirmed. Nothing tells them
   * apart, and to settle a lost delivery does nothing; so all are kept.
   */
  synchronized void deliveredAgain(Delivery again) {
    deliveries.add(again);
  }

  /** Done with it. */
  synchronized void acknowledge() {
    deliveries.forEach(Delivery::ack);
  }
}
