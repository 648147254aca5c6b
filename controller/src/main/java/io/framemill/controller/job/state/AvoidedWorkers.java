package io.framemill.controller.job.state;

import io.framemill.protocol.Backoff;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Workers that the tasks of one job avoid because they failed there. The queue is shared by all
 * workers and cannot route: a worker that receives a task to avoid hands it back. Owned by the
 * controller's thread; lost with it, which costs at most one more failure on the same worker.
 */
public final class AvoidedWorkers {
  private static final Backoff BACKOFF = Backoff.ofMillis(200, 3_200);

  private final Map<String, Avoidance> byTask = new HashMap<>();

  private static final class Avoidance {
    private final Set<String> workers = new LinkedHashSet<>();
    private int handedBack;
    private long pausedUntilMillis;
  }

  /** Makes a task avoid a worker. */
  public void avoid(String task, String worker) {
    byTask.computeIfAbsent(task, name -> new Avoidance()).workers.add(worker);
  }

  /** The workers that a task avoids. */
  public Set<String> of(String task) {
    Avoidance avoidance = byTask.get(task);
    return avoidance == null ? Set.of() : Set.copyOf(avoidance.workers);
  }

  /**
   * Records that a task to avoid was handed back, and returns the time of the next try. The pause
   * grows with each, so that the task does not bounce while other workers are busy.
   *
   * @return epoch milliseconds
   */
  public long pause(String task, long nowMillis) {
    Avoidance avoidance = byTask.computeIfAbsent(task, name -> new Avoidance());
    avoidance.pausedUntilMillis = nowMillis + BACKOFF.after(++avoidance.handedBack).toMillis();
    return avoidance.pausedUntilMillis;
  }

  public boolean isPaused(String task, long nowMillis) {
    Avoidance avoidance = byTask.get(task);
    return avoidance != null && nowMillis < avoidance.pausedUntilMillis;
  }
}
