package io.framemill.controller.job;

import io.framemill.controller.api.StandbyException;
import io.framemill.controller.job.dispatch.LostTasks;
import io.framemill.controller.job.dispatch.OrphanedAttempts;
import io.framemill.controller.job.dispatch.WorkerRegistry;
import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.DeadLetter;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns messages from the broker into commands for the controller's thread. Called from the
 * broker's threads.
 */
final class MessageReceiver {
  private static final Logger log = LoggerFactory.getLogger(MessageReceiver.class);

  private final MessageCodec codec = new MessageCodec();
  private final CommandLoop loop;
  private final JobRegistry registry;
  private final WorkerRegistry workerRegistry;
  private final ReportCollector collector;
  private final StaleAttempts staleAttempts;
  private final JobCompletion ending;
  private final LostTasks lostTasks;
  private final OrphanedAttempts orphans;

  MessageReceiver(
      CommandLoop loop,
      JobRegistry registry,
      WorkerRegistry workerRegistry,
      ReportCollector collector,
      StaleAttempts staleAttempts,
      JobCompletion ending,
      LostTasks lostTasks,
      OrphanedAttempts orphans) {
    this.loop = loop;
    this.registry = registry;
    this.workerRegistry = workerRegistry;
    this.collector = collector;
    this.staleAttempts = staleAttempts;
    this.ending = ending;
    this.lostTasks = lostTasks;
    this.orphans = orphans;
  }

  /** Receives a report. */
  void report(Broker.Delivery delivery) {
    try {
      loop.post(new Collect(codec.decode(delivery.message().body(), Report.class), delivery));
    } catch (MalformedMessageException e) {
      log.error("Moving a message that is not a report to the dead letters: {}", e.getMessage());
      delivery.reject(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Receives a dead letter: a task that no worker could take counts as a failed attempt, anything
   * else is kept for a user to look at.
   */
  void dead(Broker.Delivery delivery) {
    String reason = delivery.deadReason() == null ? "no reason given" : delivery.deadReason();
    try {
      Task task = codec.decode(delivery.message().body(), Task.class);
      Report report =
          new Report.Failed(
              task.attempt(),
              JobEvent.BROKER,
              FailureKind.INTERNAL,
              "it was given up: " + reason,
              List.of());
      loop.post(new Collect(report, delivery));
    } catch (MalformedMessageException e) {
      log.error("Message {} cannot be read: {}", delivery.message().id(), reason);
      Broker.Message message = delivery.message();
      loop.post(
          work -> {
            work.bury(DeadLetter.of(message.id(), registry.now(), reason, message.body()));
            work.afterCommit(delivery::ack);
          });
    }
  }

  /** Receives a progress message; one that cannot be read is ignored. */
  void progress(byte[] body) {
    try {
      Progress progress = codec.decode(body, Progress.class);
      loop.post(
          work -> progress.<Boolean>fold(said -> taskProgress(said, work), this::workerAlive));
    } catch (MalformedMessageException e) {
      log.debug("Ignoring a progress message: {}", e.getMessage());
    }
  }

  private boolean taskProgress(Progress.TaskProgress progress, UnitOfWork work) {
    workerRegistry.progress(progress);
    orphans.heard(progress);
    Job job = registry.find(progress.attempt().job());
    if (job != null && StaleAttempts.isLate(job, progress.attempt())) {
      staleAttempts.stop(job, progress.attempt(), work);
    } else if (job != null) {
      job.progress(progress);
    }
    return job != null;
  }

  private boolean workerAlive(Progress.WorkerAlive announcement) {
    workerRegistry.seen(announcement, registry.now());
    orphans.heard(announcement);
    return true;
  }

  private void failForBug(JobId id, RuntimeException bug, UnitOfWork work) {
    Job job = registry.find(id);
    if (job != null && !job.row().state().isEnd()) {
      ending.fail(job, EventCause.CONTROLLER, "Internal error in the controller: " + bug, work);
    }
  }

  /** Applies a report, which is acknowledged once its effects are committed. */
  private final class Collect implements CommandLoop.Command {
    private final Report report;
    private final Broker.Delivery delivery;

    Collect(Report report, Broker.Delivery delivery) {
      this.report = report;
      this.delivery = delivery;
    }

    @Override
    public void apply(UnitOfWork work) {
      lostTasks.heard();
      collector.report(report, work);
      work.afterCommit(delivery::ack);
    }

    @Override
    public void abandon(RuntimeException why) {
      // An unsettled report is redelivered to the next controller; one that hits a bug must not be.
      if (why instanceof StandbyException || why instanceof StoreException) {
        return;
      }
      loop.post(work -> failForBug(report.attempt().job(), why, work));
      delivery.reject("the controller cannot handle it: " + why);
    }
  }
}
