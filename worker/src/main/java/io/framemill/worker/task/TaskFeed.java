package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Subscription;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controls how many tasks this worker consumes from the broker. Thread-safe.
 *
 * <p>Invariants: (1) it consumes no tasks while it is quarantined or drains; (2) tasks taken before
 * stay with this worker and can be settled until it closes; (3) after a quarantine it consumes one
 * task at a time until one succeeds.
 */
final class TaskFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskFeed.class);

  /** Retry interval if the broker is unreachable at the end of a quarantine. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Broker broker;
  private final TaskInbox inbox;
  private final int slots;
  private final Duration holdTime;
  private final ScheduledExecutorService timer;

  @GuardedBy("this")
  private final List<Subscription> asking = new ArrayList<>();

  @GuardedBy("this")
  private final List<Subscription> paused = new ArrayList<>();

  @GuardedBy("this")
  private WorkerState state = WorkerState.WORKING;

  @GuardedBy("this")
  private @Nullable String reason;

  /**
   * @param holdTime how long a task may take until it is settled
   * @param timer ends quarantines; its owner closes it
   */
  TaskFeed(
      Broker broker,
      TaskInbox inbox,
      int slots,
      Duration holdTime,
      ScheduledExecutorService timer) {
    this.broker = broker;
    this.inbox = inbox;
    this.slots = slots;
    this.holdTime = holdTime;
    this.timer = timer;
  }

  /**
   * Starts to consume as many tasks as there are slots.
   *
   * @throws BrokerException if the broker is not connected
   */
  synchronized void begin() {
    ask(slots);
  }

  synchronized WorkerState state() {
    return state;
  }

  /** Reason of the quarantine; null outside of one. */
  synchronized @Nullable String reason() {
    return reason;
  }

  /**
   * Starts a quarantine: waiting tasks are handed back, running ones continue. Does nothing if the
   * worker is already quarantined or drains.
   *
   * @param why one line for users
   * @return whether the quarantine starts now
   */
  synchronized boolean rest(String why, Duration duration) {
    if (!state.takesTasks()) {
      return false;
    }
    state = state.to(WorkerState.RESTING);
    reason = why;
    pause();
    inbox.rest();
    log.warn("Taking no tasks for {} s: {}", duration.toMillis() / 1000.0, why);
    schedule(duration);
    return true;
  }

  /** Records that a task succeeded here, which ends the limit of one at a time. */
  synchronized void succeeded() {
    if (state == WorkerState.PROBATION) {
      try {
        ask(slots);
        state = state.to(WorkerState.WORKING);
        log.info("A task succeeded; taking tasks for all slots again");
      } catch (BrokerException e) {
        log.debug("Still one task at a time", e);
      }
    }
  }

  /** Stops consuming permanently. */
  synchronized void drain() {
    end();
    reason = null;
    pause();
    inbox.drain();
  }

  /** Returns unsettled tasks to the broker. */
  @Override
  public synchronized void close() {
    end();
    asking.forEach(Subscription::close);
    paused.forEach(Subscription::close);
  }

  /** May come twice: a worker drains before it closes. */
  @GuardedBy("this")
  private void end() {
    if (state != WorkerState.DRAINING) {
      state = state.to(WorkerState.DRAINING);
    }
  }

  private synchronized void endRest() {
    if (state != WorkerState.RESTING) {
      return;
    }
    inbox.endRest();
    try {
      ask(1);
      state = state.to(WorkerState.PROBATION);
      reason = null;
      log.info("The rest is over; taking one task at a time until one succeeds");
    } catch (BrokerException e) {
      log.debug("A delivery failed; the others continue", e);
      schedule(RETRY);
    }
  }

  private void schedule(Duration delay) {
    try {
      ScheduledFuture<?> unused =
          timer.schedule(this::endRest, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("This worker ends", e);
    }
  }

  /**
   * Opens subscriptions up to a number. Each takes one task at a time: a broker that redelivers a
   * task after its consumer timeout closes only the channel of that subscription.
   *
   * @throws BrokerException if the broker is not connected; subscriptions already opened stay
   */
  @GuardedBy("this")
  private void ask(int tasks) {
    while (asking.size() < tasks) {
      asking.add(broker.consumeOneByOne(Queue.TASKS, holdTime, inbox::accept));
    }
  }

  /** Stops consuming; tasks taken before can still be settled. */
  @GuardedBy("this")
  private void pause() {
    asking.forEach(Subscription::pause);
    paused.addAll(asking);
    asking.clear();
  }
}
