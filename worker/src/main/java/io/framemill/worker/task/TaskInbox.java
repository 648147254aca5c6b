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
 * is redelivered after a lost connection joins the running attempt instead of being handed back.
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

  /** Accepts a delivery; rejects one that is not a task. */
  void accept(Delivery delivery) {
    try {
      accept(Dispatch.decode(codec, delivery.message().body()), delivery);
    } catch (MalformedMessageException e) {
      log.error("Rejecting message {}: {}", delivery.message().id(), e.getMessage());
      refusals.reject(delivery, String.valueOf(e.getMessage()));
    }
  }

  /** Waits for an assignment; null once this inbox is stopped. */
  synchronized @Nullable Assignment take() throws InterruptedException {
    while (!stopped && waiting.isEmpty()) {
      wait();
    }
    return stopped ? null : waiting.remove();
  }

  /** Acknowledges and removes an assignment. */
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
   * Withdraws a job's attempts up to a number, both held ones and those that still arrive. Waiting
   * ones are handed back at once.
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

  /** Withdraws all held assignments. */
  void withdrawAll(HandBackReason reason) {
    withdraw(reason, attempt -> true);
  }

  /** Takes no more assignments; waiting and arriving ones are handed back at once. */
  synchronized void drain() {
    stop();
    closeFor(HandBackReason.DRAINED);
  }

  /** Hands back waiting and arriving assignments, until {@link #endRest}. */
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

  /** Waits until all assignments are settled, up to a duration. */
  synchronized void awaitSettled(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (left > 0 && (!held.isEmpty() || beingAcknowledged > 0)) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }

  /** Takes no more assignments; held and arriving ones wait. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** The attempts that are not settled. */
  synchronized List<Attempt> held() {
    return List.copyOf(held.keySet());
  }

  /** Assignments that wait for a slot. */
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
      log.info("{} was delivered again and continues here", dispatch.task().attempt());
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

  /** Hands back a withdrawn assignment that no slot has taken. */
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
