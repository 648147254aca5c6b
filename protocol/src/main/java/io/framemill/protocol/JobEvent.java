package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a job's log.
 *
 * @param sequence position in the job's event log, from 1; 0 for {@link Kind#PROGRESS}, which is
 *     not part of it
 * @param atEpochMillis when it happened
 * @param kind what happened
 * @param actor who caused it: a worker's id, {@link #CONTROLLER}, {@link #USER} or {@link #BROKER}
 * @param attempt the attempt that it concerns; null if it concerns the job
 * @param message one line for users: what happened and why; made printable
 * @param status the job after it
 */
public record JobEvent(
    long sequence,
    long atEpochMillis,
    Kind kind,
    String actor,
    @Nullable Attempt attempt,
    String message,
    JobStatus status) {
  /** Actor of the controller's own decisions. */
  public static final String CONTROLLER = "controller";

  /** Actor of what a user requested. */
  public static final String USER = "user";

  /** Actor of what the broker dead-lettered. */
  public static final String BROKER = "broker";

  public JobEvent {
    Objects.requireNonNull(kind, "kind");
    actor = PrintableText.of(Objects.requireNonNull(actor, "actor"));
    message = PrintableText.of(Objects.requireNonNull(message, "message"));
    Objects.requireNonNull(status, "status");
  }

  /** An event caused by the controller that concerns the whole job. */
  public JobEvent(long sequence, long atEpochMillis, Kind kind, String message, JobStatus status) {
    this(sequence, atEpochMillis, kind, CONTROLLER, null, message, status);
  }

  /** What happened. */
  public enum Kind {
    ACCEPTED,
    INSPECTED,
    PLANNED,
    PROGRESS,
    /** An attempt at a task is queued. */
    TASK_QUEUED,
    /** A worker started the attempt. */
    TASK_STARTED,
    TASK_DONE,
    /** An attempt was lost or failed, and the task is retried. */
    RETRY,
    /** Something a user should know: a stream that is not transcoded, an unexpected count. */
    WARNING,
    DONE,
    FAILED,
    CANCELLED
  }
}
