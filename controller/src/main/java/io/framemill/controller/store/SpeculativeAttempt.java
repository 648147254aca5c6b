package io.framemill.controller.store;

import org.jspecify.annotations.Nullable;

/**
 * A second attempt at a task whose first one takes too long; both run, and the first result wins.
 *
 * @param number its attempt number, above that of the first
 * @param published whether the broker has it: confirmed, and not taken from who runs it
 * @param worker who runs it; null before it starts
 * @param startedMillis when it started, epoch; null before
 * @param gone whether it failed or was handed back; kept because its number is used up
 */
public record SpeculativeAttempt(
    int number,
    boolean published,
    @Nullable String worker,
    @Nullable Long startedMillis,
    boolean gone) {

  /** One that is about to be published. */
  public static SpeculativeAttempt queued(int number) {
    return new SpeculativeAttempt(number, false, null, null, false);
  }

  /** Whether a worker said that it started it. */
  public boolean isRunning() {
    return worker != null && !gone;
  }

  /** Confirmed by the broker. */
  public SpeculativeAttempt confirmed() {
    return new SpeculativeAttempt(number, true, worker, startedMillis, gone);
  }

  public SpeculativeAttempt running(String byWorker, long atMillis) {
    return new SpeculativeAttempt(number, true, byWorker, atMillis, false);
  }

  /** Running, and the broker has delivered its message to another worker. */
  public SpeculativeAttempt orphaned() {
    return new SpeculativeAttempt(number, false, worker, startedMillis, gone);
  }

  /** Failed or handed back. */
  public SpeculativeAttempt ended() {
    return new SpeculativeAttempt(number, true, worker, startedMillis, true);
  }
}
