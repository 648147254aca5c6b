package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
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
 * @param current the current attempt
 * @param copy the last speculative attempt beside the current one; null if there was none
 */
public record StoredTask(
    Task task,
    int position,
    double costSeconds,
    long mediaMillis,
    int failures,
    int losses,
    CurrentAttempt current,
    @Nullable SpeculativeAttempt copy) {

  /**
   * The changing part of the current attempt.
   *
   * @param notBeforeMillis earliest time of the attempt, epoch; 0 for at once
   * @param worker id of the worker that runs or ran it; null before
   * @param startedMillis when it started, epoch; null before
   * @param endedMillis when its result came, epoch; null before
   * @param result its result; null before
   */
  record CurrentAttempt(
      TaskState state,
      long notBeforeMillis,
      @Nullable String worker,
      @Nullable Long startedMillis,
      @Nullable Long endedMillis,
      @Nullable TaskResult result) {
    /** An attempt that no worker has reported on. */
    static CurrentAttempt idle(TaskState state, long notBeforeMillis) {
      return new CurrentAttempt(state, notBeforeMillis, null, null, null, null);
    }

    private CurrentAttempt to(TaskState next, long newNotBeforeMillis) {
      return new CurrentAttempt(
          state.to(next), newNotBeforeMillis, worker, startedMillis, endedMillis, result);
    }
  }

  /** A task without attempts. */
  public static StoredTask planned(Task task, int position, double costSeconds, long mediaMillis) {
    CurrentAttempt none = CurrentAttempt.idle(TaskState.WAITING, 0);
    return new StoredTask(task, position, costSeconds, mediaMillis, 0, 0, none, null);
  }

  /** The work of those tasks that are of one kind. */
  public static <T extends Task> Stream<T> work(Collection<StoredTask> tasks, Class<T> kind) {
    return tasks.stream().map(StoredTask::task).filter(kind::isInstance).map(kind::cast);
  }

  public TaskState state() {
    return current.state;
  }

  public long notBeforeMillis() {
    return current.notBeforeMillis;
  }

  public @Nullable String worker() {
    return current.worker;
  }

  public @Nullable Long startedMillis() {
    return current.startedMillis;
  }

  public @Nullable Long endedMillis() {
    return current.endedMillis;
  }

  public @Nullable TaskResult result() {
    return current.result;
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
    return state().isOutstanding() ? (liveCopy() == null ? 1 : 2) : 0;
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
    if (state() == TaskState.ORPHANED) {
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
        : with(current.to(TaskState.ORPHANED, notBeforeMillis()), copy);
  }

  /** The worker that reported the start of an attempt; null if none did. */
  public @Nullable String runnerOf(int number) {
    SpeculativeAttempt live = liveCopy(number);
    if (live != null) {
      return live.worker();
    }
    return state().isRunning() && attempt().number() == number ? worker() : null;
  }

  public String name() {
    return task.attempt().task();
  }

  /** Marks the task as about to be published. */
  public StoredTask queued() {
    return with(CurrentAttempt.idle(state().to(TaskState.QUEUED), 0), null);
  }

  /** Marks the task as confirmed by the broker. */
  public StoredTask published() {
    return with(current.to(TaskState.PUBLISHED, 0), copy);
  }

  public StoredTask running(String byWorker, long atMillis) {
    TaskState next = state().to(TaskState.RUNNING);
    return with(new CurrentAttempt(next, 0, byWorker, atMillis, null, null), copy);
  }

  public StoredTask done(String byWorker, long atMillis, TaskResult newResult) {
    TaskState next = state().to(TaskState.DONE);
    SpeculativeAttempt live = liveCopy();
    return with(
        new CurrentAttempt(next, 0, byWorker, startedMillis(), atMillis, newResult),
        live == null ? copy : live.discarded());
  }

  /** Reset to no attempts, numbered from a higher number. */
  public StoredTask afresh(int firstAttempt) {
    return replaced(firstAttempt, 0, 0, CurrentAttempt.idle(TaskState.WAITING, 0));
  }

  /** Waiting for the next attempt. */
  public StoredTask again(int newFailures, int newLosses, long newNotBeforeMillis) {
    CurrentAttempt next = CurrentAttempt.idle(TaskState.WAITING, newNotBeforeMillis);
    return replaced(lastNumber() + 1, newFailures, newLosses, next);
  }

  /** Replaces the current attempt, which is gone, by the copy. */
  public StoredTask succeededBy(SpeculativeAttempt heir) {
    CurrentAttempt next =
        new CurrentAttempt(heir.state(), 0, heir.worker(), heir.startedMillis(), null, null);
    return replaced(heir.number(), failures, losses, next);
  }

  /**
   * With another attempt instead of the current one.
   *
   * @throws IllegalStateException if the current one cannot be discarded
   */
  private StoredTask replaced(int number, int newFailures, int newLosses, CurrentAttempt next) {
    TaskState unused = state().to(TaskState.DISCARDED);
    Task other = numbered(number);
    return new StoredTask(
        other, position, costSeconds, mediaMillis, newFailures, newLosses, next, null);
  }

  /** The same row with other work of the same name and attempt, and its cost. */
  public StoredTask withTask(Task other, double otherCost) {
    return new StoredTask(other, position, otherCost, mediaMillis, failures, losses, current, copy);
  }

  /** With another speculative attempt, or without. */
  public StoredTask withCopy(@Nullable SpeculativeAttempt newCopy) {
    return with(current, newCopy);
  }

  private StoredTask with(CurrentAttempt next, @Nullable SpeculativeAttempt newCopy) {
    return new StoredTask(
        task, position, costSeconds, mediaMillis, failures, losses, next, newCopy);
  }

  /** With other counts of failures and losses. */
  public StoredTask counted(int newFailures, int newLosses) {
    return new StoredTask(
        task, position, costSeconds, mediaMillis, newFailures, newLosses, current, copy);
  }
}
