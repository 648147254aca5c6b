package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * A row of the task table.
 *
 * @param task the work, numbered as the current attempt
 * @param position order in the job, from 0: as planned
 * @param costSeconds estimated seconds of one core
 * @param mediaMillis programme time that it covers; 0 for an inspection
 * @param failures attempts that failed
 * @param losses attempts that started and were lost with their worker
 * @param published whether the current attempt is confirmed by the broker; only of meaning while
 *     queued
 * @param notBeforeMillis earliest time of the next attempt, epoch; 0 for at once
 * @param worker who runs or ran it; null before
 * @param startedMillis when the current attempt started, epoch; null before
 * @param endedMillis when its result came, epoch; null before
 * @param result what it made; null before
 */
public record StoredTask(
    Task task,
    int position,
    double costSeconds,
    long mediaMillis,
    TaskState state,
    int failures,
    int losses,
    boolean published,
    long notBeforeMillis,
    @Nullable String worker,
    @Nullable Long startedMillis,
    @Nullable Long endedMillis,
    @Nullable TaskResult result) {

  /** A task that has not been tried. */
  public static StoredTask planned(Task task, int position, double costSeconds, long mediaMillis) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        TaskState.WAITING,
        0,
        0,
        false,
        0,
        null,
        null,
        null,
        null);
  }

  public Attempt attempt() {
    return task.attempt();
  }

  public String name() {
    return task.attempt().task();
  }

  /** About to be published. */
  public StoredTask queued() {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        TaskState.QUEUED,
        failures,
        losses,
        false,
        0,
        null,
        null,
        null,
        null);
  }

  /** Confirmed by the broker. */
  public StoredTask confirmed() {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        state,
        failures,
        losses,
        true,
        0,
        worker,
        startedMillis,
        endedMillis,
        result);
  }

  public StoredTask running(String byWorker, long atMillis) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        TaskState.RUNNING,
        failures,
        losses,
        true,
        0,
        byWorker,
        atMillis,
        null,
        null);
  }

  public StoredTask done(String byWorker, long atMillis, TaskResult newResult) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        TaskState.DONE,
        failures,
        losses,
        true,
        0,
        byWorker,
        startedMillis,
        atMillis,
        newResult);
  }

  /** Waiting for another attempt, one number up. */
  public StoredTask again(int newFailures, int newLosses, long newNotBeforeMillis) {
    Attempt last = task.attempt();
    Task next = task.withAttempt(new Attempt(last.job(), last.task(), last.number() + 1));
    return new StoredTask(
        next,
        position,
        costSeconds,
        mediaMillis,
        TaskState.WAITING,
        newFailures,
        newLosses,
        false,
        newNotBeforeMillis,
        null,
        null,
        null,
        null);
  }
}
