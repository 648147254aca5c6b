package io.framemill.controller.store;

import io.framemill.protocol.TransitionTable;
import java.util.Map;
import java.util.Set;

/** The state of one attempt at a task. A task's state is that of its current attempt. */
public enum TaskState {
  /** Not on the queue; may be delayed after a failure. */
  WAITING,
  /** The current attempt is on the queue, or about to be. */
  QUEUED,
  /** On the queue: the broker has confirmed it. */
  PUBLISHED,
  /** A worker said that it started it. */
  RUNNING,
  /** Running, but the broker has delivered its message to another worker. */
  ORPHANED,
  /** Its result is in, or that of an earlier attempt. */
  DONE,
  /** Over without a result that counts: it failed, was handed back, lost or overtaken. */
  DISCARDED;

  private static final TransitionTable<TaskState> TRANSITIONS =
      new TransitionTable<>(
          "task attempt",
          Map.of(
              WAITING, Set.of(QUEUED, DONE, DISCARDED),
              // A worker may report before the broker confirms.
              QUEUED, Set.of(PUBLISHED, RUNNING, DONE, DISCARDED),
              PUBLISHED, Set.of(RUNNING, DONE, DISCARDED),
              RUNNING, Set.of(ORPHANED, DONE, DISCARDED),
              // The broker may deliver the message again and again.
              ORPHANED, Set.of(ORPHANED, DONE, DISCARDED),
              // A result is discarded if its files have vanished or lack pictures.
              DONE, Set.of(DISCARDED)));

  /** Whether it waits on the queue for a worker, or soon does. */
  public boolean isQueued() {
    return this == QUEUED || this == PUBLISHED;
  }

  /** Whether a worker runs it. */
  public boolean isRunning() {
    return this == RUNNING || this == ORPHANED;
  }

  /** Whether it takes a place in the dispatch window. */
  public boolean isOutstanding() {
    return isQueued() || isRunning();
  }

  /**
   * Moves to another state.
   *
   * @return the other state
   * @throws IllegalStateException if an attempt does not move from this state to that one
   */
  public TaskState to(TaskState next) {
    return TRANSITIONS.move(this, next);
  }
}
