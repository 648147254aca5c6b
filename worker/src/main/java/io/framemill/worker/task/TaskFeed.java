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
 * Whether and how many tasks this worker asks the broker for. Thread-safe.
 *
 * <p>Invariants: (1) nobody is asked for tasks while it rests or drains; (2) what was taken before
 * stays with this worker and can be settled until it closes; (3) after a rest it asks for one task
 * at a time until one succeeds.
 */
final class TaskFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TaskFeed.class);

  /** A broker that is out of reach at the end of a rest is tried again after this. */
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
   * @param timer ends rests; its owner closes it
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
   * Asks for as many tasks as there are slots.
   *
   * @throws BrokerException if the broker has no connection now
   */
  synchronized void begin() {
    ask(slots);
  }

  synchronized WorkerState state() {
    return state;
  }

  /** Why it rests; null while it does not. */
  synchronized @Nullable String reason() {
    return reason;
  }

  /**
   * Takes no tasks for a while; what waits is handed back, what runs runs on. Does nothing to a
   * worker that rests or drains.
   *
   * @param why one line for people
   * @return whether the rest begins now
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

  /** A task succeeded here: that ends the time of one at a time. */
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

  /** Takes no tasks any more. */
  synchronized void drain() {
    end();
    reason = null;
    pause();
    inbox.drain();
  }

  /** Gives what is not settled back to the broker. */
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
      log.debug("The rest goes on", e);
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
   * Asks for tasks until there are as many subscriptions as that. Each takes one task at a time: a
   * broker that takes one back for a timeout closes its channel, and the others' stay where they
   * are.
   *
   * @throws BrokerException if the broker has no connection now; those that were made stay
   */
  @GuardedBy("this")
  private void ask(int tasks) {
    while (asking.size() < tasks) {
      asking.add(broker.consumeOneByOne(Queue.TASKS, holdTime, inbox::accept));
    }
  }

  /** Asks for no more; what was taken can still be settled. */
  @GuardedBy("this")
  private void pause() {
    asking.forEach(Subscription::pause);
    paused.addAll(asking);
    asking.clear();
  }
}
