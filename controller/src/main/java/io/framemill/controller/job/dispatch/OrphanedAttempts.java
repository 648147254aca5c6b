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
 * Running attempts whose message the broker took from their worker and delivered to another one,
 * which does not run it. Owned by the controller's thread.
 *
 * <p>A redelivery is not a death: RabbitMQ also delivers a message again after its {@code
 * consumer_timeout} (30 minutes by default; https://www.rabbitmq.com/docs/consumers) and when a
 * connection was lost for a moment. The attempt is waited for as long as it, or its worker on its
 * behalf, is heard. It is lost once it was silent for the time after which a worker counts as gone,
 * counted from the redelivery, from the controller's start, or from when the broker was last out of
 * reach or the controller did not listen, when workers get some time more to come back.
 */
public final class OrphanedAttempts {
  /**
   * What a worker may take to come back after the controller: a pause between two tries and a
   * connection that is slow ({@code RabbitConfig}, 10 s each).
   */
  static final Duration RECONNECT_TIME = Duration.ofSeconds(20);

  /** A controller that did not listen for so long may have missed more than it knows. */
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

  /** Waits for those of the jobs, and for no others any more. */
  public void reload(Collection<Job> active) {
    lastHeardNanos.clear();
    active.stream()
        .flatMap(job -> job.tasks().stream())
        .map(StoredTask::orphans)
        .forEach(orphans -> orphans.forEach(this::add));
  }

  /** The broker gave the attempt to somebody else. */
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
   * What has come is being heard now; to be called a few times a second. After a long pause, such
   * as a slow commit, silence was this controller's and not the workers'.
   *
   * @param isBrokerOpen whether anything can come
   */
  public void listening(boolean isBrokerOpen) {
    long now = nanoClock.getAsLong();
    if (!isBrokerOpen || now - listeningNanos > MAX_PAUSE.toNanos()) {
      brokerIsAway();
    }
    listeningNanos = now;
  }

  /** Nothing can be heard now, nor for a while: workers come back later than the controller. */
  void brokerIsAway() {
    long then = nanoClock.getAsLong() + RECONNECT_TIME.toNanos();
    lastHeardNanos.replaceAll((attempt, before) -> then);
  }

  private void heard(Attempt attempt) {
    long now = nanoClock.getAsLong();
    lastHeardNanos.computeIfPresent(attempt, (orphan, before) -> Math.max(before, now));
  }

  /** Those that were silent for too long; they are forgotten. */
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
