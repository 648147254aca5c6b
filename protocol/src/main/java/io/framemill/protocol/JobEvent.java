package io.framemill.protocol;

import java.util.Objects;

/**
 * One line of a job's story.
 *
 * @param sequence position in the job's story, from 1; 0 for {@link Kind#PROGRESS}, which is not
 *     part of it
 * @param atEpochMillis when it happened
 * @param kind what happened
 * @param message one line for people
 * @param status the job after it
 */
public record JobEvent(
    long sequence, long atEpochMillis, Kind kind, String message, JobStatus status) {
  public JobEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(status, "status");
  }

  /** What happened. */
  public enum Kind {
    ACCEPTED,
    INSPECTED,
    PLANNED,
    PROGRESS,
    TASK_DONE,
    /** An attempt was lost or failed and the task goes on as another attempt. */
    RETRY,
    /** Something a person should know: a stream that is not carried over, a strange count. */
    WARNING,
    DONE,
    FAILED,
    CANCELLED
  }
}
