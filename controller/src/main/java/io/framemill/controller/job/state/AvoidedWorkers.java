package io.framemill.controller.job.state;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which workers the tasks of one job keep away from, because they failed there. The queue is shared
 * by all workers and cannot steer: a worker that is given what it is to avoid hands it back. Owned
 * by the controller's thread; lost with it, which costs no more than a failure on the same worker.
 */
public final class AvoidedWorkers {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 4;

  private final Map<String, Detour> byTask = new HashMap<>();

  private static final class Detour {
    private final Set<String> workers = new LinkedHashSet<>();
    private int handedBack;
    private long pausedUntilMillis;
  }

  /** From now on a task keeps away from a worker. */
  public void avoid(String task, String worker) {
    byTask.computeIfAbsent(task, name -> new Detour()).workers.add(worker);
  }

  /** Those that a task keeps away from. */
  public Set<String> of(String task) {
    Detour detour = byTask.get(task);
    return detour == null ? Set.of() : Set.copyOf(detour.workers);
  }

  /**
   * A worker that a task keeps away from had it and gave it back; the next try comes after a pause
   * that grows with each, so that it does not go to and fro while the others are busy.
   *
   * @return when, epoch
   */
  public long pause(String task, long nowMillis) {
    Detour detour = byTask.computeIfAbsent(task, name -> new Detour());
    int doublings = Math.min(detour.handedBack++, MOST_DOUBLINGS);
    detour.pausedUntilMillis = nowMillis + (FIRST_PAUSE_MILLIS << doublings);
    return detour.pausedUntilMillis;
  }

  public boolean isPaused(String task, long nowMillis) {
    Detour detour = byTask.get(task);
    return detour != null && nowMillis < detour.pausedUntilMillis;
  }
}
