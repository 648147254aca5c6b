package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobLog;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import io.framemill.worker.process.LogContext;
import io.framemill.worker.process.ReplaceableSlot;
import io.framemill.worker.process.SlotOutcome;
import io.framemill.worker.process.SlotProcess;
import io.framemill.worker.slot.SlotReply;
import io.framemill.worker.slot.SlotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs assignments in one slot, on its own thread, and settles each exactly once.
 *
 * <p>Invariants: (1) {@link Report.Started} is confirmed before a task runs; (2) a task is
 * acknowledged only after its final report was confirmed, so that a crash repeats work and loses
 * none.
 */
final class SlotRunner implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SlotRunner.class);
  private static final Logger story = LoggerFactory.getLogger(JobLog.NAME);

  private final String worker;
  private final TaskInbox inbox;
  private final ReportPublisher reports;
  private final Storage storage;
  private final ReplaceableSlot replaceableSlot;
  private final BiConsumer<Attempt, SlotReply.Progressed> progress;
  private final Runnable succeeded;
  private volatile boolean busy;

  /**
   * @param progress called with each progress reply; must not block
   * @param succeeded called after each task that was completed here
   */
  SlotRunner(
      String worker,
      TaskInbox inbox,
      ReportPublisher reports,
      Storage storage,
      ReplaceableSlot replaceableSlot,
      BiConsumer<Attempt, SlotReply.Progressed> progress,
      Runnable succeeded) {
    this.worker = worker;
    this.inbox = inbox;
    this.reports = reports;
    this.storage = storage;
    this.replaceableSlot = replaceableSlot;
    this.progress = progress;
    this.succeeded = succeeded;
  }

  /** Whether it runs an assignment now. */
  boolean isBusy() {
    return busy;
  }

  /** Runs until the inbox is stopped or the thread is interrupted, then ends its slot. */
  @Override
  public void run() {
    try (LogContext context = LogContext.ofWorker(worker)) {
      replaceableSlot.prepare();
      Assignment assignment;
      while ((assignment = inbox.take()) != null) {
        busy = true;
        work(assignment);
        busy = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      busy = false;
      replaceableSlot.close();
    }
  }

  private void work(Assignment assignment) throws InterruptedException {
    try (LogContext context = LogContext.ofTask(assignment.task().attempt())) {
      Report report = attempt(assignment);
      if (report != null && publish(report)) {
        inbox.settle(assignment);
        if (report instanceof Report.Completed) {
          succeeded.run();
        }
      }
    }
  }

  private boolean publish(Report report) throws InterruptedException {
    try {
      return reports.publish(report);
    } catch (IllegalArgumentException e) {
      String reason = "its report cannot be sent: " + e.getMessage();
      log.error("{} failed: {}", report.attempt(), reason);
      return reports.publish(failed(report.attempt(), FailureKind.INTERNAL, reason, List.of()));
    }
  }

  /** The final report; null if the worker closes before the task could run. */
  private @Nullable Report attempt(Assignment assignment) throws InterruptedException {
    Attempt attempt = assignment.task().attempt();
    Optional<HandBackReason> withdrawal = assignment.withdrawal();
    if (withdrawal.isPresent()) {
      return handedBack(attempt, withdrawal.get());
    }
    if (!reports.publish(new Report.Started(attempt, worker))) {
      return null;
    }
    try {
      return run(assignment);
    } catch (StorageException e) {
      story.warn("{} failed: {}", attempt, e.getMessage());
      FailureKind kind = e.isRefusal() ? FailureKind.BAD_INPUT : FailureKind.TRANSIENT;
      return failed(attempt, kind, String.valueOf(e.getMessage()), List.of());
    } catch (IOException e) {
      String reason = "a slot cannot be started: " + e.getMessage();
      story.warn("{} failed: {}", attempt, reason);
      return failed(attempt, FailureKind.TRANSIENT, reason, List.of());
    } catch (RuntimeException e) {
      log.error("Task failed in the supervisor", e);
      replaceableSlot.replace();
      return failed(attempt, FailureKind.INTERNAL, e.toString(), List.of());
    }
  }

  private Report run(Assignment assignment) throws IOException, InterruptedException {
    Task task = assignment.task();
    Path source = storage.source(task.source());
    SlotRequest request =
        new SlotRequest(task, source, outputOf(task, source), replaceableSlot.limits().source());
    SlotProcess slot = replaceableSlot.slot();
    if (!assignment.begin(slot::kill)) {
      return handedBack(task.attempt(), assignment.withdrawal().orElseThrow());
    }
    log.debug("Task runs in process {}", slot.pid());
    SlotOutcome outcome = slot.run(request, said -> progress.accept(task.attempt(), said));
    return report(assignment, outcome, slot.lastLogLines());
  }

  private Report report(Assignment assignment, SlotOutcome outcome, List<String> slotLog) {
    Attempt attempt = assignment.task().attempt();
    return outcome.fold(
        done -> {
          story.info("{} done in {} ms", attempt, done.elapsedMillis());
          return new Report.Completed(attempt, worker, done.elapsedMillis(), done.result());
        },
        failed -> {
          if (failed.kind() == FailureKind.BAD_INPUT) {
            story.info("{} failed, for its source is bad: {}", attempt, failed.reason());
          } else {
            // The slot is reused after a bad source only; after other failures its state is
            // unknown.
            story.warn("{} failed ({}): {}", attempt, failed.kind(), failed.reason());
            replaceableSlot.replace();
          }
          return failed(attempt, failed.kind(), failed.reason(), slotLog);
        },
        died -> {
          replaceableSlot.replace();
          Optional<HandBackReason> withdrawal = assignment.withdrawal();
          if (withdrawal.isPresent()) {
            return handedBack(attempt, withdrawal.get());
          }
          story.warn("{} failed: {}; another slot starts", attempt, died.reason());
          return failed(attempt, died.kind(), died.reason(), slotLog);
        });
  }

  private Report handedBack(Attempt attempt, HandBackReason withdrawal) {
    story.info("{} is handed back: {}", attempt, withdrawal.reason());
    return new Report.HandedBack(attempt, worker, withdrawal.reason());
  }

  private Report failed(Attempt attempt, FailureKind kind, String reason, List<String> slotLog) {
    return new Report.Failed(attempt, worker, kind, reason, slotLog);
  }

  private Path outputOf(Task task, Path source) {
    String output = task.output();
    return output == null ? source : storage.outputDirectory(output);
  }
}
