package io.framemill.controller.job.state;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.Report;
import org.jspecify.annotations.Nullable;

/**
 * The cause of an event.
 *
 * @param actor as {@link JobEvent#actor()}
 * @param attempt the attempt that it concerns; null if it concerns the job
 */
public record EventCause(String actor, @Nullable Attempt attempt) {
  /** The controller's own decision about a job. */
  public static final EventCause CONTROLLER = new EventCause(JobEvent.CONTROLLER, null);

  /** A user's request. */
  public static final EventCause USER = new EventCause(JobEvent.USER, null);

  /** The controller's own decision about a task. */
  public static EventCause controller(Attempt attempt) {
    return new EventCause(JobEvent.CONTROLLER, attempt);
  }

  /** A worker's report. */
  public static EventCause of(Report report) {
    return new EventCause(report.worker(), report.attempt());
  }
}
