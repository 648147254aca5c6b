package io.framemill.controller.job;

import io.framemill.controller.job.dispatch.Outbox;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Report;

/**
 * Stops and cleans up attempts whose reports no longer count: those of a job that has ended, of a
 * run before a retry, or of a task whose result is in. An attempt that still reports is told to
 * stop each time, because its worker may have been unreachable. Owned by the controller's thread.
 */
final class StaleAttempts {
  private final JobCompletion ending;
  private final Outbox outbox;
  private final OutputWriter outputs;

  StaleAttempts(JobCompletion ending, Outbox outbox, OutputWriter outputs) {
    this.ending = ending;
    this.outbox = outbox;
    this.outputs = outputs;
  }

  /** Whether the reports of an attempt no longer count. */
  static boolean isLate(Job job, Attempt attempt) {
    StoredTask task = job.task(attempt.task());
    return job.row().state().isEnd()
        || attempt.number() < job.row().firstAttempt()
        || task == null
        || task.state() == TaskState.DONE;
  }

  /** Handles a report of a stale attempt. */
  void report(Job job, Report report, UnitOfWork work) {
    if (report instanceof Report.Started) {
      stop(job, report.attempt(), work);
    } else if (job.row().state() == JobState.DONE) {
      // A slot that was killed may have left a temporary file.
      work.afterCommit(() -> outputs.sweep(job.row().output()));
    } else if (job.row().state().isEnd()) {
      ending.discard(job, work);
    }
  }

  /** Tells workers to stop a stale attempt and those like it. */
  void stop(Job job, Attempt attempt, UnitOfWork work) {
    StoredTask task = job.task(attempt.task());
    if (job.row().state().isEnd()) {
      work.afterCommit(() -> outbox.cancel(job.id(), job.lastAttempt()));
    } else if (attempt.number() < job.row().firstAttempt() || task == null) {
      int former = job.row().firstAttempt() - 1;
      work.afterCommit(() -> outbox.cancel(job.id(), former));
    } else {
      stopOthers(task, work);
    }
  }

  /** Tells workers to stop an attempt and all earlier ones of its task. */
  void stopUpTo(Attempt attempt, UnitOfWork work) {
    work.afterCommit(() -> outbox.stop(attempt.job(), attempt.task(), attempt.number()));
  }

  /** Stops the other attempts of a task whose result is in. */
  void stopOthers(StoredTask task, UnitOfWork work) {
    work.afterCommit(() -> outbox.stop(task.attempt().job(), task.name(), task.lastNumber()));
  }
}
