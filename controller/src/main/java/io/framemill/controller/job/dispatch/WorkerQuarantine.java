package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.Report;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quarantines a worker whose tasks keep failing while the tasks of other workers succeed. The
 * controller decides, because it receives all reports; the worker measures the time itself, so that
 * no controller has to remember it. Owned by the controller's thread.
 */
public final class WorkerQuarantine {
  private static final Logger log = LoggerFactory.getLogger(WorkerQuarantine.class);

  private final ControllerConfig config;
  private final JobRegistry registry;
  private final WorkerRegistry workerRegistry;
  private final Outbox outbox;
  private final WorkerHistory reputation = new WorkerHistory();

  public WorkerQuarantine(
      ControllerConfig config, JobRegistry registry, WorkerRegistry workerRegistry, Outbox outbox) {
    this.config = config;
    this.registry = registry;
    this.workerRegistry = workerRegistry;
    this.outbox = outbox;
  }

  /** Records a valid result. */
  public void completed(Report.Completed report, UnitOfWork work) {
    reputation
        .completed(report.attempt(), report.worker(), registry.now())
        .forEach(worker -> judge(worker, work));
  }

  /** Records a failure, unless the source is bad. */
  public void failed(Report.Failed report, UnitOfWork work) {
    if (report.kind() != FailureKind.BAD_INPUT) {
      reputation.failed(report.attempt(), report.worker(), registry.now());
      judge(report.worker(), work);
    }
  }

  private void judge(String worker, UnitOfWork work) {
    if (workerRegistry.hasOthersThan(Set.of(worker))) {
      reputation
          .verdict(worker, workerRegistry.isOnProbation(worker))
          .ifPresent(reason -> work.afterCommit(() -> rest(worker, reason)));
    }
  }

  private void rest(String worker, String reason) {
    log.warn("Worker {} is quarantined for {} s: {}", worker, config.rest().toSeconds(), reason);
    outbox.rest(worker, reason, config.rest());
  }
}
