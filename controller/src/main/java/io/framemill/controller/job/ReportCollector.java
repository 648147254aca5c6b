package io.framemill.controller.job;

import io.framemill.controller.account.SourceAccount;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.job.dispatch.WorkerQuarantine;
import io.framemill.controller.job.dispatch.WorkerRegistry;
import io.framemill.controller.job.output.MuxCheck;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.output.ReportCheck;
import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.RepeatedDecoding;
import io.framemill.controller.job.state.SeamCheck;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.plan.UnplannableException;
import io.framemill.controller.store.SpeculativeAttempt;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what workers report. Owned by the controller's thread.
 *
 * <p>Invariants: (1) the first {@code Completed} of a task wins, whichever attempt it was; (2) all
 * other reports count only for the current attempt and its speculative copy; (3) a report may come
 * twice, late, or in any order.
 */
final class ReportCollector {
  private static final Logger log = LoggerFactory.getLogger(ReportCollector.class);

  /**
   * Minimum number of slots to plan for: with fewer, chunks would be too long for slots that become
   * free later.
   */
  private static final int MIN_SHARE_SLOTS = 16;

  private final ControllerConfig config;
  private final JobRegistry registry;
  private final WorkerRegistry workerRegistry;
  private final JobCompletion ending;
  private final OutputWriter outputs;
  private final StaleAttempts staleAttempts;
  private final TaskRetries retries;
  private final WorkerQuarantine quarantine;

  ReportCollector(
      ControllerConfig config,
      JobRegistry registry,
      WorkerRegistry workerRegistry,
      JobCompletion ending,
      OutputWriter outputs,
      StaleAttempts staleAttempts,
      TaskRetries retries,
      WorkerQuarantine quarantine) {
    this.config = config;
    this.registry = registry;
    this.workerRegistry = workerRegistry;
    this.ending = ending;
    this.outputs = outputs;
    this.staleAttempts = staleAttempts;
    this.retries = retries;
    this.quarantine = quarantine;
  }

  void report(Report report, UnitOfWork work) {
    Attempt attempt = report.attempt();
    Job job = registry.find(attempt.job());
    if (job == null) {
      log.warn("Ignoring a report about a job that is not known: {}", attempt);
      return;
    }
    StoredTask task = job.task(attempt.task());
    if (task == null || StaleAttempts.isLate(job, attempt)) {
      log.debug("Ignoring a report of the stale attempt {}", attempt);
      staleAttempts.report(job, report, work);
      return;
    }
    if (isSuperseded(task, report)) {
      staleAttempts.stopUpTo(attempt, work);
      return;
    }
    boolean current = task.attempt().equals(attempt) || task.liveCopy(attempt.number()) != null;
    report.fold(
        started -> act(() -> started(job, task, started, work), current),
        completed -> act(() -> completed(job, task, completed, current, work), true),
        failed -> act(() -> failed(job, task, failed, work), current),
        handedBack -> act(() -> retries.handedBack(job, task, handedBack, work), current));
  }

  /** Whether the attempt of a report starts only now and another attempt has taken its place. */
  private static boolean isSuperseded(StoredTask task, Report report) {
    int number = report.attempt().number();
    return report instanceof Report.Started && number < task.attempt().number();
  }

  private static boolean act(Runnable action, boolean applies) {
    if (applies) {
      action.run();
    }
    return applies;
  }

  private void started(Job job, StoredTask task, Report.Started report, UnitOfWork work) {
    SpeculativeAttempt copy = task.liveCopy(report.attempt().number());
    boolean isNews = (copy == null ? task.state() : copy.state()).isQueued();
    if (!isNews) {
      return;
    }
    long now = registry.now();
    put(
        job,
        copy != null
            ? task.withCopy(copy.running(report.worker(), now))
            : task.running(job.shared(report.worker()), now),
        work);
    registry.event(
        job,
        JobEvent.Kind.TASK_STARTED,
        EventCause.of(report),
        EventMessages.task(task.task()) + " started by " + report.worker(),
        work);
  }

  private void completed(
      Job job, StoredTask task, Report.Completed report, boolean current, UnitOfWork work) {
    if (!(task.task() instanceof EncodeVideo chunk)
        || !(report.result() instanceof TaskResult.VideoEncoded video)
        || ReportCheck.contradiction(chunk, video).isPresent()) {
      accept(job, task, report, current, work);
      return;
    }
    TaskResult.VideoEncoded compared = RepeatedDecoding.withMissing(job, chunk, video);
    if (!current && compared.frames().missing() > 0) {
      log.debug("{} lacks pictures, and another attempt is running", report.attempt());
      return;
    }
    Optional<RepeatedDecoding.Again> again =
        current ? job.decodeAgain().judge(job, task, chunk, video) : Optional.empty();
    again.ifPresent(which -> decodeAgain(job, which, EventCause.of(report), work));
    if (again.isEmpty() || !again.get().task().name().equals(task.name())) {
      accept(job, task, report.withResult(compared), current, work);
    }
  }

  /** Publishes a chunk again with other seek points. */
  private void decodeAgain(
      Job job, RepeatedDecoding.Again again, EventCause cause, UnitOfWork work) {
    if (again.task().liveCopy() != null) {
      staleAttempts.stopOthers(again.task(), work);
    }
    add(job, again.next(), work);
    registry.event(
        job,
        JobEvent.Kind.RETRY,
        cause,
        "%s: %s; decoding it again from %s"
            .formatted(EventMessages.task(again.furtherBack()), again.reason(), again.from()),
        work);
  }

  private void failed(Job job, StoredTask task, Report.Failed report, UnitOfWork work) {
    if (report.kind() == FailureKind.BAD_INPUT) {
      ending.fail(job, EventCause.of(report), report.reason(), work);
    } else {
      retries.failed(job, task, report, work);
    }
  }

  private void accept(
      Job job, StoredTask task, Report.Completed report, boolean current, UnitOfWork work) {
    Optional<String> problem = contradiction(job, task, report.result());
    if (problem.isPresent() && !current) {
      log.warn("Ignoring a wrong report of {}: {}", report.attempt(), problem.get());
      return;
    }
    if (problem.isPresent()) {
      failed(
          job,
          task,
          new Report.Failed(
              report.attempt(),
              report.worker(),
              FailureKind.INTERNAL,
              "its report is wrong: " + problem.get(),
              List.of()),
          work);
      return;
    }
    Optional<String> refusal = refusal(job, task, report.result());
    if (refusal.isPresent()) {
      ending.fail(job, EventCause.of(report), refusal.get(), work);
      return;
    }
    SpeculativeAttempt copy = task.liveCopy(report.attempt().number());
    StoredTask winner = copy == null ? task : task.succeededBy(copy);
    String worker = job.shared(report.worker());
    put(job, winner.done(worker, registry.now(), job.shared(report.result())), work);
    if (task.liveCopy() != null || !current) {
      staleAttempts.stopOthers(task, work);
    }
    quarantine.completed(report, work);
    if (report.result() instanceof TaskResult.Inspected inspected) {
      inspected(job, inspected.media(), report, work);
    } else {
      encoded(job, task, report, work);
    }
  }

  private static Optional<String> refusal(Job job, StoredTask task, TaskResult result) {
    MediaInfo media = job.row().media();
    if (!job.row().profile().strict() || media == null) {
      return Optional.empty();
    }
    return SourceAccount.lossesOf(media, new SourceAccount.Work(task.task(), result)).stream()
        .findFirst()
        .map(what -> what + ", in " + EventMessages.task(task.task()) + ". The profile is strict.");
  }

  private void inspected(Job job, MediaInfo media, Report.Completed report, UnitOfWork work) {
    if (job.tasks().size() > 1) {
      if (media.equals(job.row().media())) {
        resumed(job, media, report, work);
        return;
      }
      forgetPlan(job, work);
    }
    Plan plan;
    try {
      plan = plan(job, media);
    } catch (UnplannableException e) {
      ending.fail(job, EventCause.CONTROLLER, String.valueOf(e.getMessage()), work);
      return;
    }
    job.replace(job.row().running(media));
    work.save(job.row());
    int position = 1;
    for (PlannedTask planned : plan.tasks()) {
      Attempt first =
          new Attempt(job.id(), planned.task().attempt().task(), job.row().firstAttempt());
      add(
          job,
          StoredTask.planned(
              planned.task().withAttempt(first),
              position++,
              planned.costSeconds(),
              planned.mediaMillis()),
          work);
    }
    registry.event(
        job,
        JobEvent.Kind.INSPECTED,
        EventCause.of(report),
        EventMessages.media(media, plan),
        work);
    registry.event(
        job, JobEvent.Kind.PLANNED, EventCause.CONTROLLER, EventMessages.plan(plan), work);
    plan.notes()
        .forEach(
            note -> registry.event(job, JobEvent.Kind.PLANNED, EventCause.CONTROLLER, note, work));
    plan.losses()
        .forEach(
            loss -> registry.event(job, JobEvent.Kind.WARNING, EventCause.CONTROLLER, loss, work));
    // Only now that the new source is known to be valid, a previous output of that name is deleted.
    ending.prepareOutput(job, work);
  }

  /** Resumes a retried job whose source is unchanged: its plan remains valid. */
  private void resumed(Job job, MediaInfo media, Report.Completed report, UnitOfWork work) {
    job.replace(job.row().running(media));
    work.save(job.row());
    long done = job.tasks().stream().filter(task -> task.state() == TaskState.DONE).count();
    registry.event(
        job,
        JobEvent.Kind.INSPECTED,
        EventCause.of(report),
        "The source is unchanged: %s of %s tasks are left to do"
            .formatted(job.tasks().size() - done, job.tasks().size()),
        work);
    if (job.allDone()) {
      ending.finish(job, work);
    }
  }

  /**
   * Discards the plan of a job whose source has changed since it failed: none of its output is
   * usable.
   */
  private static void forgetPlan(Job job, UnitOfWork work) {
    List<StoredTask> inspection =
        job.tasks().stream().filter(task -> task.task() instanceof Task.Inspect).toList();
    job.clearTasks();
    work.clearTasks(job.id());
    inspection.forEach(task -> add(job, task, work));
  }

  private Plan plan(Job job, MediaInfo media) {
    int slots = Math.max(config.assumedSlots(), workerRegistry.slots());
    // Jobs of the same priority share the slots; those of a higher priority come first.
    int jobs =
        (int)
            registry.active().stream()
                .filter(other -> other.row().priority() >= job.row().priority())
                .count();
    int share = Math.max(Math.min(slots, MIN_SHARE_SLOTS), slots / jobs);
    String source = job.row().source();
    Plan plan =
        new Planner(job.id(), source, job.row().output())
            .plan(media, job.row().profile(), share, jobs == 1);
    return config.costLimit().check(plan, source);
  }

  private void encoded(Job job, StoredTask task, Report.Completed report, UnitOfWork work) {
    registry.event(
        job,
        JobEvent.Kind.TASK_DONE,
        EventCause.of(report),
        EventMessages.task(task.task())
            + " done by "
            + report.worker()
            + " in "
            + EventMessages.seconds(report.elapsedMillis()),
        work);
    if (job.allDone()) {
      ending.finish(job, work);
    } else {
      work.afterCommit(() -> refresh(job));
    }
  }

  /** Copies the tasks only if something will be written: a film has thousands of tasks. */
  private void refresh(Job job) {
    if (outputs.isRefreshDue(job.id())) {
      ending.refresh(job);
    }
  }

  private static Optional<String> contradiction(Job job, StoredTask task, TaskResult result) {
    Optional<String> problem = ReportCheck.contradiction(task.task(), result);
    if (problem.isPresent()) {
      return problem;
    }
    if (result instanceof TaskResult.Muxed muxed) {
      return MuxCheck.contradiction((Task.Mux) task.task(), muxed, job.tasks());
    }
    return result instanceof TaskResult.VideoEncoded encoded
        ? SeamCheck.contradiction(job, (EncodeVideo) task.task(), encoded)
        : Optional.empty();
  }

  private static void add(Job job, StoredTask task, UnitOfWork work) {
    job.put(task);
    work.add(task);
  }

  private static void put(Job job, StoredTask task, UnitOfWork work) {
    job.put(task);
    work.save(task);
  }
}
