package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.SpeculativeAttempt;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Speculative execution: starts a second attempt at a straggler, a task that runs much longer than
 * its estimate, once its job has nothing else to dispatch; at most one at a time for a task. Owned
 * by the controller's thread.
 *
 * <p>A copy is queued beyond the dispatch window: there are never more copies than running tasks.
 * The stuck slot still holds its message, so another slot takes the copy.
 */
public final class Speculation {
  private static final long CHECK_MILLIS = 500;

  /** Number of tasks of other jobs from which a pace is derived. */
  private static final int FLEET_SAMPLE = 200;

  private final ControllerConfig config;
  private final JobRegistry registry;
  private final TaskPublisher taskPublisher;
  private final long sinceMillis;
  private long nextCheckMillis;

  /**
   * Starts to observe now; a task that started under a previous controller counts as just started.
   */
  public Speculation(ControllerConfig config, JobRegistry registry, TaskPublisher taskPublisher) {
    this.config = config;
    this.registry = registry;
    this.taskPublisher = taskPublisher;
    this.sinceMillis = registry.now();
  }

  /** Checks for stragglers at intervals; to be called often. */
  public void dispatch(UnitOfWork work) {
    long now = registry.now();
    if (now < nextCheckMillis) {
      return;
    }
    nextCheckMillis = now + CHECK_MILLIS;
    for (Job job : registry.dispatchable()) {
      if (job.row().state() == JobState.RUNNING
          && job.outstanding() > 0
          && job.nextWaiting(Long.MAX_VALUE).isEmpty()) {
        List<StoredTask> running =
            job.tasks().stream().filter(task -> mayBeCopied(job, task, now)).toList();
        Map<Class<?>, OptionalDouble> paces = new HashMap<>();
        running.forEach(
            task ->
                copyIfLate(
                    job,
                    task,
                    paces.computeIfAbsent(task.task().getClass(), kind -> pace(job, kind)),
                    now,
                    work));
      }
    }
  }

  /**
   * Whether a task may have a copy. An inspection may not: its estimate does not depend on the
   * source.
   */
  private boolean mayBeCopied(Job job, StoredTask task, long now) {
    return task.state().isRunning()
        && ranMillis(task, now) >= Stragglers.MIN_MILLIS
        && !(task.task() instanceof Task.Inspect)
        && task.liveCopy() == null
        && task.failures() < config.failureLimit() - 1
        && task.losses() < config.lossLimit() - 1
        && !job.avoidedWorkers().isPaused(task.name(), now);
  }

  private long ranMillis(StoredTask task, long now) {
    return now - Math.max(sinceMillis, Objects.requireNonNull(task.startedMillis()));
  }

  private void copyIfLate(
      Job job, StoredTask task, OptionalDouble pace, long now, UnitOfWork work) {
    long ran = ranMillis(task, now);
    if (pace.isEmpty() || !Stragglers.isLate(ran, task.costSeconds(), pace.getAsDouble())) {
      return;
    }
    StoredTask copied = task.withCopy(SpeculativeAttempt.queued(task.lastNumber() + 1));
    job.put(copied);
    work.save(copied);
    taskPublisher.publish(job, copied.numbered(copied.lastNumber()), work);
    tell(job, task, copied, ran, work);
  }

  private void tell(Job job, StoredTask task, StoredTask copied, long ranMillis, UnitOfWork work) {
    Attempt attempt = new Attempt(job.id(), task.name(), copied.lastNumber());
    String queued = EventMessages.queued(copied.numbered(copied.lastNumber()));
    EventCause cause = EventCause.controller(attempt);
    registry.event(job, JobEvent.Kind.TASK_QUEUED, cause, queued, work);
    // A copy that was handed back and is queued again is not logged.
    if (task.copy() == null) {
      String late =
          "%s runs for %s on %s, much longer than its estimate; another attempt runs beside it"
              .formatted(
                  EventMessages.task(task.task()), EventMessages.seconds(ranMillis), task.worker());
      registry.event(job, JobEvent.Kind.WARNING, cause, late, work);
    }
  }

  /** The pace of tasks of the same kind, in this job or in others, else of any task of this job. */
  private OptionalDouble pace(Job job, Class<?> kind) {
    OptionalDouble here = Stragglers.pace(alike(kind, job.tasks()));
    if (here.isPresent()) {
      return here;
    }
    OptionalDouble elsewhere = Stragglers.pace(alike(kind, registry.newestTasks(FLEET_SAMPLE)));
    return elsewhere.isPresent() ? elsewhere : Stragglers.pace(job.tasks());
  }

  private static List<StoredTask> alike(Class<?> kind, Collection<StoredTask> tasks) {
    return tasks.stream().filter(task -> task.task().getClass() == kind).toList();
  }
}
