package io.framemill.controller.job;

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
final class Discipline {
  private static final Logger log = LoggerFactory.getLogger(Discipline.class);

  private final ControllerConfig config;
  private final JobBook book;
  private final Fleet fleet;
  private final Outbox outbox;
  private final Reputation reputation = new Reputation();

  Discipline(ControllerConfig config, JobBook book, Fleet fleet, Outbox outbox) {
    this.config = config;
    this.book = book;
    this.fleet = fleet;
    this.outbox = outbox;
  }

  /** A report that is believed. */
  void completed(Report.Completed report, UnitOfWork work) {
    reputation
        .completed(report.attempt(), report.worker(), book.now())
        .forEach(worker -> judge(worker, work));
  }

  /** A source that is bad is nobody's fault. */
  void failed(Report.Failed report, UnitOfWork work) {
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
