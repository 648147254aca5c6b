package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the task table.
 *
 * @param task the work, numbered as the current attempt
 * @param position order in the job, from 0: as planned
 * @param costSeconds estimated seconds of one core
 * @param mediaMillis programme time that it covers; 0 for an inspection
 * @param state of the current attempt
 * @param failures attempts that failed
 * @param losses attempts that started and were lost with their worker
 * @param notBeforeMillis earliest time of the next attempt, epoch; 0 for at once
 * @param worker id of the worker that runs or ran it; null before
 * @param startedMillis when the current attempt started, epoch; null before
 * @param endedMillis when its result came, epoch; null before
 * @param result its result; null before
 * @param copy the last speculative attempt beside the current one; null if there was none
 */
public record StoredTask(
    Task task,
    int position,
    double costSeconds,
    long mediaMillis,
    TaskState state,
    int failures,
    int losses,
    long notBeforeMillis,
    @Nullable String worker,
    @Nullable Long startedMillis,
    @Nullable Long endedMillis,
    @Nullable TaskResult result,
    @Nullable SpeculativeAttempt copy) {

  /** A task without attempts. */
  public static StoredTask planned(Task task, int position, double costSeconds, long mediaMillis) {
    return idle(task, position, costSeconds, mediaMillis, TaskState.WAITING, 0, 0, 0);
  }

  /** A task whose current attempt no worker has reported on. */
  private static StoredTask idle(
      Task task,
      int position,
      double costSeconds,
      long mediaMillis,
      TaskState state,
      int failures,
      int losses,
      long notBeforeMillis) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        state,
        failures,
        losses,
        notBeforeMillis,
        null,
        null,
        null,
        null,
        null);
  }

  public Attempt attempt() {
    return task.attempt();
  }

  /** The highest attempt number so far, from 1. */
  public int lastNumber() {
    return copy == null ? attempt().number() : copy.number();
  }

  /** Number of attempts that take a place in the dispatch window. */
  public int outstanding() {
    return state.isOutstanding() ? (liveCopy() == null ? 1 : 2) : 0;
  }

  /** The work, numbered as that attempt. */
  public Task numbered(int number) {
    return task.withAttempt(new Attempt(attempt().job(), name(), number));
  }

  /** The copy, if it is queued or running. */
  public @Nullable SpeculativeAttempt liveCopy() {
    return copy == null || copy.state() == TaskState.DISCARDED ? null : copy;
  }

  /** The copy, if it is queued or running and has that number. */
  public @Nullable SpeculativeAttempt liveCopy(int number) {
    SpeculativeAttempt live = liveCopy();
    return live != null && live.number() == number ? live : null;
  }

  /**
   * The task without an attempt that is gone: its other attempt continues.
   *
   * @param number the current attempt or its copy
   * @return null if there is no other
   */
  public @Nullable StoredTask without(int number) {
    SpeculativeAttempt live = liveCopy();
    if (live == null) {
      return null;
    }
    return live.number() == number ? withCopy(live.discarded()) : succeededBy(live);
  }

  /**
   * Running attempts whose message the broker has redelivered to another worker: none, one or two.
   */
  public List<Attempt> orphans() {
    List<Attempt> orphans = new ArrayList<>();
    if (state == TaskState.ORPHANED) {
      orphans.add(attempt());
    }
    SpeculativeAttempt live = liveCopy();
    if (live != null && live.state() == TaskState.ORPHANED) {
      orphans.add(numbered(live.number()).attempt());
    }
    return orphans;
  }

  /**
   * Marks a running attempt whose message the broker has redelivered to another worker.
   *
   * @param number the current attempt or its copy
   */
  public StoredTask orphaned(int number) {
    SpeculativeAttempt live = liveCopy(number);
    return live != null
        ? withCopy(live.orphaned())
        : with(
            state.to(TaskState.ORPHANED),
            notBeforeMillis,
            worker,
            startedMillis,
            endedMillis,
            result,
            copy);
  }

  /** The worker that reported the start of an attempt; null if none did. */
  public @Nullable String runnerOf(int number) {
    SpeculativeAttempt live = liveCopy(number);
    if (live != null) {
      return live.worker();
    }
    return state.isRunning() && attempt().number() == number ? worker : null;
  }

  public String name() {
    return task.attempt().task();
  }

  /** Marks the task as about to be published. */
  public StoredTask queued() {
    TaskState next = state.to(TaskState.QUEUED);
    return idle(task, position, costSeconds, mediaMillis, next, failures, losses, 0);
  }

  /** Marks the task as confirmed by the broker. */
  public StoredTask published() {
    TaskState next = state.to(TaskState.PUBLISHED);
    return with(next, 0, worker, startedMillis, endedMillis, result, copy);
  }

  public StoredTask running(String byWorker, long atMillis) {
    return with(state.to(TaskState.RUNNING), 0, byWorker, atMillis, null, null, copy);
  }

  public StoredTask done(String byWorker, long atMillis, TaskResult newResult) {
    SpeculativeAttempt live = liveCopy();
    SpeculativeAttempt last = live == null ? copy : live.discarded();
    return with(state.to(TaskState.DONE), 0, byWorker, startedMillis, atMillis, newResult, last);
  }

  /**
   * The state of another attempt that becomes the current one, which is discarded.
   *
   * @throws IllegalStateException if the current one cannot be discarded
   */
  private TaskState replacedBy(TaskState other) {
    TaskState unused = state.to(TaskState.DISCARDED);
    return other;
  }

  /** Reset to no attempts, numbered from a higher number. */
  public StoredTask afresh(int firstAttempt) {
    return idle(
        numbered(firstAttempt),
        position,
        costSeconds,
        mediaMillis,
        replacedBy(TaskState.WAITING),
        0,
        0,
        0);
  }

  /** Waiting for the next attempt. */
  public StoredTask again(int newFailures, int newLosses, long newNotBeforeMillis) {
    return idle(
        numbered(lastNumber() + 1),
        position,
        costSeconds,
        mediaMillis,
        replacedBy(TaskState.WAITING),
        newFailures,
        newLosses,
        newNotBeforeMillis);
  }

  /** The same row with other work of the same name and attempt, and its cost. */
  public StoredTask withTask(Task other, double otherCostSeconds) {
    return new StoredTask(
        other,
        position,
        otherCostSeconds,
        mediaMillis,
        state,
        failures,
        losses,
        notBeforeMillis,
        worker,
        startedMillis,
        endedMillis,
        result,
        copy);
  }

  /** With another speculative attempt, or without. */
  public StoredTask withCopy(@Nullable SpeculativeAttempt newCopy) {
    return with(state, notBeforeMillis, worker, startedMillis, endedMillis, result, newCopy);
  }

  /** Copies the row with all columns that can change while an attempt is queued or running. */
  private StoredTask with(
      TaskState newState,
      long newNotBeforeMillis,
      @Nullable String newWorker,
      @Nullable Long newStartedMillis,
      @Nullable Long newEndedMillis,
      @Nullable TaskResult newResult,
      @Nullable SpeculativeAttempt newCopy) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        newState,
        failures,
        losses,
        newNotBeforeMillis,
        newWorker,
        newStartedMillis,
        newEndedMillis,
        newResult,
        newCopy);
  }

  /** With other counts of failures and losses. */
  public StoredTask counted(int newFailures, int newLosses) {
    return new StoredTask(
        task,
        position,
        costSeconds,
        mediaMillis,
        state,
        newFailures,
        newLosses,
        notBeforeMillis,
        worker,
        startedMillis,
        endedMillis,
        result,
        copy);
  }

  /** Replaces the current attempt, which is gone, by the copy. */
  public StoredTask succeededBy(SpeculativeAttempt heir) {
    return new StoredTask(
        numbered(heir.number()),
        position,
        costSeconds,
        mediaMillis,
        replacedBy(heir.state()),
        failures,
        losses,
        0,
        heir.worker(),
        heir.startedMillis(),
        null,
        null,
        null);
  }
}
