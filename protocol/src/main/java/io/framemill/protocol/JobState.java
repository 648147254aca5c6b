package io.framemill.protocol;

/** Where a job stands. */
public enum JobState {
  /** Known; its source has not been looked into. */
  ACCEPTED,
  /** Planned; its tasks are queued or running. */
  RUNNING,
  /** All output is in place. */
  DONE,
  /** Ended without output; the job says why. */
  FAILED,
  /** Ended by a person. */
  CANCELLED;

  /** Whether the job has ended. A failed or cancelled one can be retried. */
  public boolean isEnd() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }
}
