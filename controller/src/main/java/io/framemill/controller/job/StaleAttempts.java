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
 * Attempts that nobody waits for any more: those of a job that has ended, of a run before a retry,
 * of a task whose result is in. What still says that it runs is told to stop, again and again, for
 * a worker may have been out of reach; what has stopped is cleaned up after. Owned by the
 * controller's thread.
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

  /** Whether nobody waits for an attempt. */
  static boolean isLate(Job job, Attempt attempt) {
    StoredTask task = job.task(attempt.task());
    return job.row().state().isEnd()
        || attempt.number() < job.row().firstAttempt()
        || task == null
        || task.state() == TaskState.DONE;
  }

  /** Takes a report of an attempt that is late. */
  void report(Job job, Report report, UnitOfWork work) {
    if (report instanceof Report.Started) {
      stop(job, report.attempt(), work);
    } else if (job.row().state() == JobState.DONE) {
      // A slot that was killed may have left a temporary file behind.
      work.afterCommit(() -> outputs.sweep(job.row().output()));
    } else if (job.row().state().isEnd()) {
      ending.discard(job, work);
    }
  }

  /** Tells workers to stop an attempt that is late, and its like. */
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

  /** Tells workers to stop an attempt, and those of its task before it. */
  void stopUpTo(Attempt attempt, UnitOfWork work) {
    work.afterCommit(() -> outbox.stop(attempt.job(), attempt.task(), attempt.number()));
  }

  /** A task's result is in: stops its other attempts. */
  void stopOthers(StoredTask task, UnitOfWork work) {
    work.afterCommit(() -> outbox.stop(task.attempt().job(), task.name(), task.lastNumber()));
  }
}
