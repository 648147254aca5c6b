package io.framemill.protocol;

import java.util.Map;
import java.util.Set;

/** The state of a job. */
public enum JobState {
  /** Known; its source has not been inspected. */
  ACCEPTED,
  /** Planned; its tasks are queued or running. */
  RUNNING,
  /** All output is in place. */
  DONE,
  /** Ended without output; the job has the reason. */
  FAILED,
  /** Ended by a user. */
  CANCELLED;

  private static final TransitionTable<JobState> TRANSITIONS =
      new TransitionTable<>(
          "job",
          Map.of(
              ACCEPTED, Set.of(RUNNING, FAILED, CANCELLED),
              RUNNING, Set.of(DONE, FAILED, CANCELLED),
              // By a retry.
              FAILED, Set.of(ACCEPTED),
              CANCELLED, Set.of(ACCEPTED)));

  /** Whether the job has ended. A failed or cancelled one can be retried. */
  public boolean isEnd() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }

  /**
   * Moves to another state.
   *
   * @return the other state
   * @throws IllegalStateException if a job does not move from this state to that one
   */
  public JobState to(JobState next) {
    return TRANSITIONS.move(this, next);
  }
}
