package io.framemill.controller.job;

import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.Task;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One job with its tasks, as the store has it, and what is known of its running attempts. Owned by
 * the controller's thread.
 */
final class Job {
  /** No task is made to wait for longer: one that seems to be was, by a clock that went back. */
  private static final long LONGEST_WAIT_MILLIS = 120_000;

  private StoredJob row;
  private final Map<String, StoredTask> tasks = new LinkedHashMap<>();
  private final TreeMap<Integer, String> waiting = new TreeMap<>();
  private final Map<String, TaskProgress> running = new HashMap<>();
  private final Map<Stage, Integer> open = new EnumMap<>(Stage.class);
  private final ProgressMeter meter = new ProgressMeter();
  private final Detours detours = new Detours();
  private int outstanding;
  private long lastSequence;

  Job(StoredJob row, List<StoredTask> tasks, long lastSequence) {
    this.row = row;
    this.lastSequence = lastSequence;
    tasks.forEach(this::put);
  }

  /** Whether nothing can have been written for it: none of its encode tasks was ever queued. */
  boolean isUntouched() {
    return tasks.values().stream()
        .filter(task -> !(task.task() instanceof Task.Inspect))
        .allMatch(
            task ->
                task.state() == TaskState.WAITING && task.failures() == 0 && task.losses() == 0);
  }

  JobId id() {
    return row.id();
  }

  StoredJob row() {
    return row;
  }

  void replace(StoredJob newRow) {
    row = newRow;
  }

  Collection<StoredTask> tasks() {
    return tasks.values();
  }

  @Nullable StoredTask task(String name) {
    return tasks.get(name);
  }

  /** Adds a task or replaces its former state. */
  void put(StoredTask task) {
    StoredTask former = tasks.put(task.name(), task);
    outstanding += task.outstanding() - (former == null ? 0 : former.outstanding());
    countOpen(former, -1);
    countOpen(task, 1);
    if (task.state() == TaskState.WAITING) {
      waiting.put(task.position(), task.name());
    } else {
      waiting.remove(task.position(), task.name());
    }
    if (task.state() != TaskState.RUNNING
        || (former != null && !former.attempt().equals(task.attempt()))) {
      running.remove(task.name());
    }
  }

  private void countOpen(@Nullable StoredTask task, int change) {
    if (task != null && task.state() != TaskState.DONE) {
      open.merge(Stage.of(task.task()), change, Integer::sum);
    }
  }

  void clearTasks() {
    tasks.clear();
    open.clear();
    waiting.clear();
    running.clear();
    outstanding = 0;
  }

  /** Tasks on the queue or with a worker. */
  int outstanding() {
    return outstanding;
  }

  /** The first task by position that may be dispatched now: none of an earlier stage is open. */
  Optional<StoredTask> nextWaiting(long nowMillis) {
    Optional<Stage> stage =
        open.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .findFirst();
    return waiting.values().stream()
        .map(name -> Objects.requireNonNull(tasks.get(name)))
        .filter(task -> isDue(task.notBeforeMillis(), nowMillis))
        .filter(task -> stage.filter(Stage.of(task.task())::equals).isPresent())
        .findFirst();
  }

  private static boolean isDue(long notBeforeMillis, long nowMillis) {
    long wait = notBeforeMillis - nowMillis;
    return wait <= 0 || wait > LONGEST_WAIT_MILLIS;
  }

  /** The highest attempt number that any task has come to. */
  int lastAttempt() {
    return tasks.values().stream().mapToInt(StoredTask::lastNumber).max().orElse(0);
  }

  boolean allDone() {
    return tasks.values().stream().allMatch(task -> task.state() == TaskState.DONE);
  }

  long lastSequence() {
    return lastSequence;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Takes note of how far the current attempt of a task is, or its copy if that is ahead; says
   * nothing of other attempts.
   */
  void progress(TaskProgress progress) {
    Attempt attempt = progress.attempt();
    StoredTask task = tasks.get(attempt.task());
    if (task == null || !task.state().isOutstanding()) {
      return;
    }
    TaskProgress known = running.get(task.name());
    boolean ahead = known == null || progress.mediaMillis() >= known.mediaMillis();
    if (task.liveCopy() == null
        ? task.attempt().equals(attempt)
        : ahead && (task.attempt().equals(attempt) || task.liveCopy(attempt.number()) != null)) {
      running.put(task.name(), progress);
    }
  }

  @Nullable TaskProgress progressOf(StoredTask task) {
    return running.get(task.name());
  }

  /** The workers that its tasks keep away from. */
  Detours detours() {
    return detours;
  }

  ProgressMeter meter() {
    return meter;
  }
}
