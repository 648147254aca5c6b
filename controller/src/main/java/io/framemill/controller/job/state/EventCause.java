package io.framemill.controller.job.state;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.Report;
import org.jspecify.annotations.Nullable;

/**
 * Who brought an event about.
 *
 * @param actor as {@link JobEvent#actor()}
 * @param attempt the try at a task that it is about; null if it is about the job
 */
public record EventCause(String actor, @Nullable Attempt attempt) {
  /** The controller's own decision about a job. */
  public static final EventCause CONTROLLER = new EventCause(JobEvent.CONTROLLER, null);

  /** Somebody asked for it. */
  public static final EventCause USER = new EventCause(JobEvent.USER, null);

  /** The controller's own decision about a task. */
  public static EventCause controller(Attempt attempt) {
    return new EventCause(JobEvent.CONTROLLER, attempt);
  }

  /** What a worker reported. */
  public static EventCause of(Report report) {
    return new EventCause(report.worker(), report.attempt());
  }
}
