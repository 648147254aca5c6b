package io.framemill.controller.job;

import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.job.dispatch.OrphanedAttempts;
import io.framemill.controller.job.dispatch.TaskPublisher;
import io.framemill.controller.job.dispatch.WorkerQuarantine;
import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.Report;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when an attempt ends without a result: wait for its other attempt, retry the
 * task, or fail its job. The only place that counts failures and losses. Owned by the controller's
 * thread.
 *
 * <p>Invariants: (1) a task fails only when none of its attempts is queued or running; (2) an
 * attempt that sends reports is not lost, whatever the broker does with its message.
 */
final class TaskRetries {
  private static final Logger log = LoggerFactory.getLogger(TaskRetries.class);
  private static final String OTHER_RUNS = "; its other attempt continues";

  private final ControllerConfig config;
  private final JobRegistry registry;
  private final JobCompletion ending;
  private final TaskPublisher taskPublisher;
  private final WorkerQuarantine quarantine;
  private final OrphanedAttempts orphans;

  TaskRetries(
      ControllerConfig config,
      JobRegistry registry,
      JobCompletion ending,
      TaskPublisher taskPublisher,
      WorkerQuarantine quarantine,
      OrphanedAttempts orphans) {
    this.config = config;
    this.registry = registry;
    this.ending = ending;
    this.taskPublisher = taskPublisher;
    this.quarantine = quarantine;
    this.orphans = orphans;
  }

  /** Handles a failed attempt, unless the source is bad. */
  void failed(Job job, StoredTask task, Report.Failed report, UnitOfWork work) {
    int number = report.attempt().number();
    if (report.worker().equals(JobEvent.BROKER) && task.runnerOf(number) != null) {
      orphaned(job, task, report, report.reason(), work);
      return;
    }
    quarantine.failed(report, work);
    job.avoidedWorkers().avoid(task.name(), report.worker());
    int failures = task.failures() + 1;
    boolean ofSurroundings = report.kind() == FailureKind.TRANSIENT;
    int limit = ofSurroundings ? config.transientFailureLimit() : config.failureLimit();
    String what =
        EventMessages.task(task.task()) + " failed on " + report.worker() + ": " + report.reason();
    retry(
        job,
        task.counted(failures, task.losses()),
        new End(report.attempt(), EventCause.of(report), what, EventMessages.log(report.log())),
        failures >= limit ? "; that was attempt " + failures : null,
        ofSurroundings ? registry.now() + config.backoff().after(failures).toMillis() : 0,
        work);
  }

  /** Handles a task that a worker hands back without running it, or without finishing it. */
  void handedBack(Job job, StoredTask task, Report.HandedBack report, UnitOfWork work) {
    int number = report.attempt().number();
    String runner = task.runnerOf(number);
    if (runner == null && taskPublisher.isToAvoid(job, task.numbered(number), report.worker())) {
      log.debug("{} avoids {}", report.attempt(), report.worker());
      long later = job.avoidedWorkers().pause(task.name(), registry.now());
      StoredTask other = task.without(number);
      put(job, other != null ? other : task.again(task.failures(), task.losses(), later), work);
      return;
    }
    if (runner != null && !runner.equals(report.worker())) {
      orphaned(job, task, report, report.worker() + ": " + report.reason(), work);
      return;
    }
    // A worker that hands back a running attempt has stopped it cleanly; that can happen often.
    String what =
        "%s was handed back by %s (%s)"
            .formatted(EventMessages.task(task.task()), report.worker(), report.reason());
    retry(job, task, new End(report.attempt(), EventCause.of(report), what, ""), null, 0, work);
  }

  private void orphaned(Job job, StoredTask task, Report report, String why, UnitOfWork work) {
    Attempt attempt = report.attempt();
    log.info(
        "The broker redelivered {}, which {} runs; waiting for its reports ({})",
        attempt,
        task.runnerOf(attempt.number()),
        why);
    put(job, task.orphaned(attempt.number()), work);
    orphans.add(attempt);
  }

  /** Counts attempts as lost that the broker redelivered and that have been silent since. */
  void countLosses(UnitOfWork work) {
    for (Attempt attempt : orphans.takeLost()) {
      Job job = registry.find(attempt.job());
      StoredTask task = job == null ? null : job.task(attempt.task());
      // An earlier loss may have ended the job.
      if (job != null
          && !job.row().state().isEnd()
          && task != null
          && task.orphans().contains(attempt)) {
        lost(job, task, attempt, work);
      }
    }
  }

  private void lost(Job job, StoredTask task, Attempt attempt, UnitOfWork work) {
    int losses = task.losses() + 1;
    String what =
        EventMessages.task(task.task()) + " was lost with " + task.runnerOf(attempt.number());
    retry(
        job,
        task.counted(task.failures(), losses),
        new End(attempt, EventCause.controller(attempt), what, ""),
        losses >= config.lossLimit() ? "; that was loss " + losses : null,
        0,
        work);
  }

  /**
   * How an attempt ended.
   *
   * @param what happened, one line for users
   * @param log of the slot, to be appended; may be empty
   */
  private record End(Attempt attempt, EventCause cause, String what, String log) {}

  /**
   * @param counted the task, with this end among its failures or losses
   * @param limit why its job fails, unless its other attempt is queued or running; null if a retry
   *     is allowed
   * @param notBeforeMillis when the next attempt may go out, epoch; 0 is at once
   */
  private void retry(
      Job job,
      StoredTask counted,
      End end,
      @Nullable String limit,
      long notBeforeMillis,
      UnitOfWork work) {
    StoredTask other = counted.without(end.attempt().number());
    if (other == null && limit != null) {
      ending.fail(job, end.cause(), end.what() + limit + end.log(), work);
      return;
    }
    put(
        job,
        other != null
            ? other
            : counted.again(counted.failures(), counted.losses(), notBeforeMillis),
        work);
    String next = other != null ? OTHER_RUNS : "; trying again";
    registry.event(job, JobEvent.Kind.RETRY, end.cause(), end.what() + next + end.log(), work);
  }

  private static void put(Job job, StoredTask task, UnitOfWork work) {
    job.put(task);
    work.save(task);
  }
}
