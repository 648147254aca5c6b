package io.framemill.controller.job;

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
record Cause(String actor, @Nullable Attempt attempt) {
  /** The controller's own decision about a job. */
  static final Cause CONTROLLER = new Cause(JobEvent.CONTROLLER, null);

  /** Somebody asked for it. */
  static final Cause USER = new Cause(JobEvent.USER, null);

  /** The controller's own decision about a task. */
  static Cause controller(Attempt attempt) {
    return new Cause(JobEvent.CONTROLLER, attempt);
  }

  /** What a worker reported. */
  static Cause of(Report report) {
    return new Cause(report.worker(), report.attempt());
  }
}
