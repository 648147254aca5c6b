package io.framemill.controller.job.dispatch;

import io.framemill.protocol.Attempt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The outcomes of the last tasks of each worker, and whether it should be quarantined. Owned by the
 * controller's thread; lost with it, and soon learnt again.
 *
 * <p>A task that failed on several workers counts against none of them unless it succeeds in the
 * end: most likely the file is at fault.
 */
final class WorkerHistory {
  /** Number of a worker's last tasks that are considered. */
  static final int WINDOW = 6;

  /** Number of failures among them that quarantines a worker. */
  static final int TOO_MANY = 5;

  private static final int KEPT_PER_WORKER = 4 * WINDOW;
  private static final int KEPT_WORKERS = 1_000;
  private static final int KEPT_TASKS = 10_000;

  private final Map<String, Deque<Outcome>> outcomes = bounded(KEPT_WORKERS);
  private final Map<String, Set<String>> failedOn = bounded(KEPT_TASKS);

  private record Outcome(Attempt attempt, boolean failed, long atMillis) {}

  /**
   * Records that a worker completed a task.
   *
   * @return the workers that failed at it before: the task was not at fault
   */
  Set<String> completed(Attempt attempt, String worker, long nowMillis) {
    add(worker, new Outcome(attempt, false, nowMillis));
    Set<String> failed = failedOn.remove(key(attempt));
    return failed == null ? Set.of() : failed;
  }

  /** Records that a worker failed at a task whose source is not known to be bad. */
  void failed(Attempt attempt, String worker, long nowMillis) {
    add(worker, new Outcome(attempt, true, nowMillis));
    failedOn.computeIfAbsent(key(attempt), task -> new LinkedHashSet<>()).add(worker);
  }

  /**
   * Why a worker should be quarantined, one line for users; empty if it should not. Returning a
   * reason clears the worker's history.
   *
   * @param onProbation whether its last quarantine has just ended: then one failure is enough
   */
  Optional<String> verdict(String worker, boolean onProbation) {
    List<Outcome> recent = recent(worker, onProbation ? 1 : WINDOW);
    List<Outcome> failures = recent.stream().filter(Outcome::failed).toList();
    if (failures.size() < (onProbation ? 1 : TOO_MANY)
        || !othersSucceeded(worker, failures.get(0).atMillis())) {
      return Optional.empty();
    }
    outcomes.remove(worker);
    return Optional.of(
        onProbation
            ? "its first task after the quarantine failed, too"
            : "%s of its last %s tasks failed while others succeeded"
                .formatted(failures.size(), recent.size()));
  }

  /** The last outcomes that are not excused, oldest first. */
  private List<Outcome> recent(String worker, int limit) {
    List<Outcome> counted = of(worker).filter(outcome -> !isExcused(outcome)).toList();
    return counted.subList(Math.max(0, counted.size() - limit), counted.size());
  }

  private boolean isExcused(Outcome outcome) {
    return outcome.failed() && failedOn.getOrDefault(key(outcome.attempt()), Set.of()).size() > 1;
  }

  private boolean othersSucceeded(String worker, long sinceMillis) {
    return outcomes.keySet().stream()
        .filter(other -> !other.equals(worker))
        .flatMap(this::of)
        .anyMatch(outcome -> !outcome.failed() && outcome.atMillis() >= sinceMillis);
  }

  private Stream<Outcome> of(String worker) {
    return outcomes.getOrDefault(worker, new ArrayDeque<>()).stream();
  }

  /** Adds an outcome; a report may come twice. */
  private void add(String worker, Outcome outcome) {
    Deque<Outcome> last = outcomes.computeIfAbsent(worker, name -> new ArrayDeque<>());
    last.removeIf(other -> other.attempt().equals(outcome.attempt()));
    last.addLast(outcome);
    Iterator<Outcome> oldest = last.iterator();
    for (int surplus = last.size() - KEPT_PER_WORKER; surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }

  private static String key(Attempt attempt) {
    return attempt.job() + "/" + attempt.task();
  }

  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
