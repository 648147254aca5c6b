package io.framemill.protocol;

/** Whether a worker takes tasks. */
public enum WorkerState {
  /** It does, as many as it has slots. */
  WORKING,
  /** It does, one at a time, until one succeeds: it has rested. */
  PROBATION,
  /** It does not for a while: too many of its tasks failed while others succeeded. */
  RESTING,
  /** It does not any more: it ends when its running tasks do. */
  DRAINING;

  /** Whether a task may be sent its way. */
  public boolean takesTasks() {
    return this == WORKING || this == PROBATION;
  }
}
