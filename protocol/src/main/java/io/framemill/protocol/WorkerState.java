package io.framemill.protocol;

import java.util.Map;
import java.util.Set;

/**
 * Whether a worker takes tasks. The worker changes its state and announces it. An announcement may
 * be lost, so a receiver may see two changes as one.
 */
public enum WorkerState {
  /** Takes as many tasks as it has slots. */
  WORKING,
  /** It takes one task at a time until one succeeds: its quarantine has just ended. */
  PROBATION,
  /** It takes none for a while: too many of its tasks failed while others succeeded. */
  RESTING,
  /** It takes none any more: it ends when its running tasks do. */
  DRAINING;

  private static final TransitionTable<WorkerState> TRANSITIONS =
      new TransitionTable<>(
          "worker",
          Map.of(
              WORKING, Set.of(RESTING, DRAINING),
              RESTING, Set.of(PROBATION, DRAINING),
              PROBATION, Set.of(WORKING, RESTING, DRAINING)));

  /** Whether a task may be sent its way. */
  public boolean takesTasks() {
    return this == WORKING || this == PROBATION;
  }

  /**
   * Moves to another state.
   *
   * @return the other state
   * @throws IllegalStateException if a worker does not move from this state to that one
   */
  public WorkerState to(WorkerState next) {
    return TRANSITIONS.move(this, next);
  }
}
