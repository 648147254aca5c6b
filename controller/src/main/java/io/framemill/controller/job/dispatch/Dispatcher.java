package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.SpeculativeAttempt;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a window of tasks on the queue, so that the controller and not the broker decides on
 * priority and fairness. Owned by the controller's thread.
 */
public final class Dispatcher {
  private static final Comparator<Job> FIRST_SERVED =
      Comparator.<Job>comparingInt(job -> -job.row().priority())
          .thenComparingInt(Job::outstanding)
          .thenComparingLong(job -> job.row().createdMillis())
          .thenComparing(job -> job.id().value());

  private static final int MAX_BATCH = 200;

  /**
   * Beyond this number of slots, only some find the next task waiting: that many slots never finish
   * at once, and a queued task can no longer be overtaken.
   */
  private static final int USUAL_SLOTS = 100;

  private static final int SPARE_SHARE = 4;

  private final ControllerConfig config;
  private final JobRegistry registry;
  private final WorkerRegistry workerRegistry;
  private final TaskPublisher taskPublisher;

  public Dispatcher(
      ControllerConfig config,
      JobRegistry registry,
      WorkerRegistry workerRegistry,
      TaskPublisher taskPublisher) {
    this.config = config;
    this.registry = registry;
    this.workerRegistry = workerRegistry;
    this.taskPublisher = taskPublisher;
  }

  /**
   * Queues tasks until the window is full or none may be dispatched now, at most {@value
   * #MAX_BATCH} per call: queued tasks are published while the next ones are committed.
   *
   * @return whether to call again
   */
  public boolean topUp(UnitOfWork work) {
    List<Job> dispatchable = registry.dispatchable();
    int outstanding = registry.active().stream().mapToInt(Job::outstanding).sum();
    int free = window() - outstanding;
    for (int i = 0; i < Math.min(free, MAX_BATCH); i++) {
      Optional<StoredTask> next = next(dispatchable, registry.now());
      if (next.isEmpty()) {
        return false;
      }
      StoredTask queued = next.get().queued();
      Job job = registry.require(queued.attempt().job());
      job.put(queued);
      work.save(queued);
      registry.event(
          job,
          JobEvent.Kind.TASK_QUEUED,
          EventCause.controller(queued.attempt()),
          EventMessages.queued(queued.task()),
          work);
      taskPublisher.publish(job, queued.task(), work);
    }
    return free > MAX_BATCH;
  }

  /** One task for each slot, and some that wait for a free slot. */
  private int window() {
    int slots = Math.max(config.assumedSlots(), workerRegistry.slots());
    return slots
        + (config.windowPerSlot() - 1) * Math.min(slots, USUAL_SLOTS + slots / SPARE_SHARE);
  }

  /** Records that the broker has confirmed these attempts. */
  public void confirmed(List<Attempt> attempts, UnitOfWork work) {
    for (Attempt attempt : attempts) {
      Job job = registry.find(attempt.job());
      StoredTask task = job == null ? null : job.task(attempt.task());
      if (job != null && task != null) {
        confirmed(task, attempt)
            .ifPresent(
                confirmed -> {
                  job.put(confirmed);
                  work.save(confirmed);
                });
      }
    }
  }

  private static Optional<StoredTask> confirmed(StoredTask task, Attempt attempt) {
    SpeculativeAttempt copy = task.liveCopy(attempt.number());
    if (copy != null && copy.state() == TaskState.QUEUED) {
      return Optional.of(task.withCopy(copy.published()));
    }
    return task.state() == TaskState.QUEUED && task.attempt().equals(attempt)
        ? Optional.of(task.published())
        : Optional.empty();
  }

  /** Publishes attempts again that a previous controller queued and that were not confirmed. */
  public void republish(Job job, UnitOfWork work) {
    for (StoredTask task : job.tasks()) {
      if (task.state() == TaskState.QUEUED) {
        taskPublisher.publish(job, task.task(), work);
      }
      SpeculativeAttempt copy = task.liveCopy();
      if (copy != null && copy.state() == TaskState.QUEUED) {
        taskPublisher.publish(job, task.numbered(copy.number()), work);
      }
    }
  }

  /**
   * Chooses the next task: from the job with the highest priority, then the fewest outstanding
   * tasks, then the greatest age; of that job the first task in plan order. Empty if no task may be
   * dispatched now.
   */
  static Optional<StoredTask> next(Collection<Job> active, long nowMillis) {
    return active.stream()
        .filter(job -> job.nextWaiting(nowMillis).isPresent())
        .min(FIRST_SERVED)
        .flatMap(job -> job.nextWaiting(nowMillis));
  }
}
