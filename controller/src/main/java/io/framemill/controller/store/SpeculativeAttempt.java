package io.framemill.controller.store;

import org.jspecify.annotations.Nullable;

/**
 * A speculative second attempt at a straggler; both attempts run, and the first result wins.
 *
 * @param number its attempt number, above that of the first
 * @param state once discarded, it is kept because its number is used up
 * @param worker who runs it; null before it starts
 * @param startedMillis when it started, epoch; null before
 */
public record SpeculativeAttempt(
    int number, TaskState state, @Nullable String worker, @Nullable Long startedMillis) {

  /** An attempt that is about to be published. */
  public static SpeculativeAttempt queued(int number) {
    return new SpeculativeAttempt(number, TaskState.QUEUED, null, null);
  }

  /** Confirmed by the broker. */
  public SpeculativeAttempt published() {
    return to(TaskState.PUBLISHED);
  }

  public SpeculativeAttempt running(String byWorker, long atMillis) {
    return new SpeculativeAttempt(number, state.to(TaskState.RUNNING), byWorker, atMillis);
  }

  /** Marks it as running while the broker has redelivered its message to another worker. */
  public SpeculativeAttempt orphaned() {
    return to(TaskState.ORPHANED);
  }

  /** Marks it as failed or handed back. */
  public SpeculativeAttempt discarded() {
    return to(TaskState.DISCARDED);
  }

  private SpeculativeAttempt to(TaskState next) {
    return new SpeculativeAttempt(number, state.to(next), worker, startedMillis);
  }
}
