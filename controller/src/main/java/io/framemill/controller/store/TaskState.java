package io.framemill.controller.store;

/** Where a task stands. */
public enum TaskState {
  /** Not on the queue; may have to wait for a time after a failure. */
  WAITING,
  /** On the queue as the current attempt, or about to be. */
  QUEUED,
  /** A worker said that it started the current attempt. */
  RUNNING,
  /** Its result is in. */
  DONE;

  /** Whether the task takes a place in the dispatch window. */
  public boolean isOutstanding() {
    return this == QUEUED || this == RUNNING;
  }
}
