package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.broker.Broker.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that this worker holds. Thread-safe.
 *
 * <p>Invariant: an assignment is held from its delivery until it is settled, so that a message that
 * the broker delivers again after a lost connection finds the run that is under way instead of
 * being handed back.
 */
final class TaskInbox {
  private static final Logger log = LoggerFactory.getLogger(TaskInbox.class);

  private final String worker;
  private final MessageCodec codec;
  private final TaskReturns refusals;
  private final Cancellations cancellations = new Cancellations();

  @GuardedBy("this")
  private final Map<Attempt, Assignment> held = new HashMap<>();

  @GuardedBy("this")
  private final Deque<Assignment> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int beingAcknowledged;

  @GuardedBy("this")
  private boolean stopped;

  @GuardedBy("this")
  private @Nullable HandBackReason closedFor;

  /**
   * @param worker this worker's id
   */
  TaskInbox(String worker, MessageCodec codec, TaskReturns refusals) {
    this.worker = worker;
    this.codec = codec;
    this.refusals = refusals;
  }

  /** Takes in a delivery; one that is not a task is rejected. */
  void accept(Delivery delivery) {
    try {
      accept(Dispatch.decode(codec, delivery.message().body()), delivery);
    } catch (MalformedMessageException e) {
      log.error("Rejecting message {}: {}", delivery.message().id(), e.getMessage());
      refusals.reject(delivery, String.valueOf(e.getMessage()));
    }
  }

  /** Waits for an assignment to work on; null once this inbox is stopped. */
  synchronized @Nullable Assignment take() throws InterruptedException {
    while (!stopped && waiting.isEmpty()) {
      wait();
    }
    return stopped ? null : waiting.remove();
  }

  /** Acknowledges an assignment and forgets it. */
  void settle(Assignment assignment) {
    synchronized (this) {
      held.remove(assignment.task().attempt());
      beingAcknowledged++;
    }
    assignment.acknowledge();
    synchronized (this) {
      beingAcknowledged--;
      notifyAll();
    }
  }

  /**
   * Withdraws what is held of a job and what still arrives of it, up to an attempt number. What
   * waits is handed back at once.
   *
   * @return whether it had not been cancelled up to that number before
   */
  synchronized boolean cancel(JobId job, int lastAttempt) {
    boolean news = cancellations.add(job, lastAttempt);
    withdrawCancelled();
    return news;
  }

  /** The same for one task of a job. */
  synchronized boolean cancel(JobId job, String task, int lastAttempt) {
    boolean news = cancellations.add(job, task, lastAttempt);
    withdrawCancelled();
    return news;
  }

  @GuardedBy("this")
  private void withdrawCancelled() {
    withdraw(HandBackReason.CANCELLED, cancellations::include);
    waiting.removeIf(this::isHandedBack);
  }

  /** Withdraws all that is held. */
  void withdrawAll(HandBackReason reason) {
    withdraw(reason, attempt -> true);
  }

  /** From now on nothing is taken; what waits and what still arrives is handed back at once. */
  synchronized void drain() {
    stop();
    closeFor(HandBackReason.DRAINED);
  }

  /** What waits and what still arrives is handed back at once, until {@link #endRest}. */
  synchronized void rest() {
    closeFor(HandBackReason.RESTING);
  }

  synchronized void endRest() {
    closedFor = null;
  }

  @GuardedBy("this")
  private void closeFor(HandBackReason reason) {
    closedFor = reason;
    waiting.forEach(assignment -> assignment.withdraw(reason));
    waiting.removeIf(this::isHandedBack);
  }

  /** Waits until nothing is held any more, for so long at most. */
  synchronized void awaitSettled(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (left > 0 && (!held.isEmpty() || beingAcknowledged > 0)) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }

  /** From now on nothing is taken; what is held and what still arrives waits. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** The attempts that are not settled. */
  synchronized List<Attempt> held() {
    return List.copyOf(held.keySet());
  }

  /** What waits to be taken. */
  synchronized List<Assignment> waiting() {
    return List.copyOf(waiting);
  }

  private void accept(Dispatch dispatch, Delivery delivery) {
    Assignment known;
    synchronized (this) {
      known = held.get(dispatch.task().attempt());
      if (known == null) {
        hold(dispatch, delivery);
      }
    }
    if (known != null) {
      log.info("{} was delivered again and goes on here", dispatch.task().attempt());
      known.deliveredAgain(delivery);
    }
  }

  @GuardedBy("this")
  private void hold(Dispatch dispatch, Delivery delivery) {
    Attempt attempt = dispatch.task().attempt();
    Assignment assignment = new Assignment(dispatch.task(), delivery);
    refusal(dispatch, delivery).ifPresent(assignment::withdraw);
    held.put(attempt, assignment);
    if (!isHandedBack(assignment)) {
      waiting.add(assignment);
      notifyAll();
    }
  }

  @GuardedBy("this")
  private Optional<HandBackReason> refusal(Dispatch dispatch, Delivery delivery) {
    if (delivery.redelivered()) {
      return Optional.of(HandBackReason.REDELIVERED);
    }
    if (cancellations.include(dispatch.task().attempt())) {
      return Optional.of(HandBackReason.CANCELLED);
    }
    if (closedFor != null) {
      return Optional.of(closedFor);
    }
    return dispatch.avoid().contains(worker)
        ? Optional.of(HandBackReason.AVOIDED)
        : Optional.empty();
  }

  /** Hands an assignment back if it is withdrawn; for what no slot has taken. */
  private boolean isHandedBack(Assignment assignment) {
    Optional<HandBackReason> withdrawal = assignment.withdrawal();
    withdrawal.ifPresent(reason -> refusals.handBack(assignment, reason, () -> settle(assignment)));
    return withdrawal.isPresent();
  }

  private synchronized void withdraw(HandBackReason reason, Predicate<Attempt> which) {
    held.forEach(
        (attempt, assignment) -> {
          if (which.test(attempt)) {
            assignment.withdraw(reason);
          }
        });
  }
}
