package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a job's story.
 *
 * @param sequence position in the job's story, from 1; 0 for {@link Kind#PROGRESS}, which is not
 *     part of it
 * @param atEpochMillis when it happened
 * @param kind what happened
 * @param actor who brought it about: a worker's id, {@link #CONTROLLER}, {@link #USER} or {@link
 *     #BROKER}
 * @param attempt the try at a task that it is about; null if it is about the job
 * @param message one line for people: what happened and why; made printable
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
  /** The actor of what the controller decides by itself. */
  public static final String CONTROLLER = "controller";

  /** The actor of what somebody asked for. */
  public static final String USER = "user";

  /** The actor of what the broker gave up. */
  public static final String BROKER = "broker";

  public JobEvent {
    Objects.requireNonNull(kind, "kind");
    actor = PrintableText.of(Objects.requireNonNull(actor, "actor"));
    message = PrintableText.of(Objects.requireNonNull(message, "message"));
    Objects.requireNonNull(status, "status");
  }

  /** An event of the controller's own, about the job as a whole. */
  public JobEvent(long sequence, long atEpochMillis, Kind kind, String message, JobStatus status) {
    this(sequence, atEpochMillis, kind, CONTROLLER, null, message, status);
  }

  /** What happened. */
  public enum Kind {
    ACCEPTED,
    INSPECTED,
    PLANNED,
    PROGRESS,
    /** A task is given to the workers, as the attempt that the event names. */
    TASK_QUEUED,
    /** A worker began with it. */
    TASK_STARTED,
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
