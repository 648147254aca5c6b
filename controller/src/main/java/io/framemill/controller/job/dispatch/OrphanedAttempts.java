package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.Job;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Running attempts whose message the broker redelivered to another worker, which does not run it.
 * Owned by the controller's thread.
 *
 * <p>A redelivery does not mean that a worker died: RabbitMQ also delivers a message again after
 * its {@code consumer_timeout} (30 minutes by default; https://www.rabbitmq.com/docs/consumers) and
 * after a short connection loss. An attempt is alive while it, or its worker on its behalf, sends
 * reports. It is lost after a silence of the worker timeout, counted from the latest of these: the
 * redelivery, the controller's start, the end of the last time when the broker was unreachable or
 * the controller did not listen. In the last case workers get {@link #RECONNECT_TIME} more.
 */
public final class OrphanedAttempts {
  /**
   * How long a worker may take to reconnect after the controller: a pause between two tries and a
   * slow connection ({@code RabbitConfig}, 10 s each).
   */
  static final Duration RECONNECT_TIME = Duration.ofSeconds(20);

  /** A controller that did not listen for this long may have missed messages. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  private final long timeoutNanos;
  private final LongSupplier nanoClock;
  private long listeningNanos;
  private final Map<Attempt, Long> lastHeardNanos = new HashMap<>();

  /**
   * @param timeout silence after which an attempt is lost
   * @param nanoClock as {@link System#nanoTime}
   */
  public OrphanedAttempts(Duration timeout, LongSupplier nanoClock) {
    this.timeoutNanos = timeout.toNanos();
    this.nanoClock = nanoClock;
    this.listeningNanos = nanoClock.getAsLong();
  }

  /** Replaces the tracked attempts by those of these jobs. */
  public void reload(Collection<Job> active) {
    lastHeardNanos.clear();
    active.stream()
        .flatMap(job -> job.tasks().stream())
        .map(StoredTask::orphans)
        .forEach(orphans -> orphans.forEach(this::add));
  }

  /** Records that the broker redelivered the attempt to another worker. */
  public void add(Attempt attempt) {
    lastHeardNanos.put(attempt, nanoClock.getAsLong());
  }

  public void heard(Progress.TaskProgress progress) {
    heard(progress.attempt());
  }

  public void heard(Progress.WorkerAlive announcement) {
    announcement.held().forEach(this::heard);
  }

  /**
   * Records that the controller receives messages now; to be called a few times a second. After a
   * long pause, such as a slow commit, the silence is the controller's and not the workers'.
   *
   * @param isBrokerOpen whether messages can arrive
   */
  public void listening(boolean isBrokerOpen) {
    long now = nanoClock.getAsLong();
    if (!isBrokerOpen || now - listeningNanos > MAX_PAUSE.toNanos()) {
      brokerIsAway();
    }
    listeningNanos = now;
  }

  /**
   * Restarts all timeouts: the broker is unreachable, and workers reconnect later than the
   * controller.
   */
  void brokerIsAway() {
    long then = nanoClock.getAsLong() + RECONNECT_TIME.toNanos();
    lastHeardNanos.replaceAll((attempt, before) -> then);
  }

  private void heard(Attempt attempt) {
    long now = nanoClock.getAsLong();
    lastHeardNanos.computeIfPresent(attempt, (orphan, before) -> Math.max(before, now));
  }

  /** Returns and forgets the attempts that were silent for too long. */
  public List<Attempt> takeLost() {
    long now = nanoClock.getAsLong();
    List<Attempt> lost =
        lastHeardNanos.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= timeoutNanos)
            .map(Map.Entry::getKey)
            .toList();
    lastHeardNanos.keySet().removeAll(lost);
    return lost;
  }
}
