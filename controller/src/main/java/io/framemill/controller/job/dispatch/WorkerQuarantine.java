package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.Report;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a worker to rest whose tasks keep failing while those of others succeed. The controller
 * judges, for it sees all reports; the worker itself keeps count of its rest, so that no controller
 * has to remember it. Owned by the controller's thread.
 */
public final class WorkerQuarantine {
  private static final Logger log = LoggerFactory.getLogger(WorkerQuarantine.class);

  private final ControllerConfig config;
  private final JobRegistry book;
  private final WorkerRegistry fleet;
  private final Outbox outbox;
  private final WorkerHistory reputation = new WorkerHistory();

  public WorkerQuarantine(
      ControllerConfig config, JobRegistry book, WorkerRegistry fleet, Outbox outbox) {
    this.config = config;
    this.book = book;
    this.fleet = fleet;
    this.outbox = outbox;
  }

  /** A report that is believed. */
  public void completed(Report.Completed report, UnitOfWork work) {
    reputation
        .completed(report.attempt(), report.worker(), book.now())
        .forEach(worker -> judge(worker, work));
  }

  /** A source that is bad is nobody's fault. */
  public void failed(Report.Failed report, UnitOfWork work) {
    if (report.kind() != FailureKind.BAD_INPUT) {
      reputation.failed(report.attempt(), report.worker(), book.now());
      judge(report.worker(), work);
    }
  }

  private void judge(String worker, UnitOfWork work) {
    if (fleet.hasOthersThan(Set.of(worker))) {
      reputation
          .verdict(worker, fleet.isOnProbation(worker))
          .ifPresent(reason -> work.afterCommit(() -> rest(worker, reason)));
    }
  }

  private void rest(String worker, String reason) {
    log.warn("Worker {} is to rest for {} s: {}", worker, config.rest().toSeconds(), reason);
    outbox.rest(worker, reason, config.rest());
  }
}
