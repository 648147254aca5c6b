package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.Task;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Publishes tasks, with the workers that should avoid them as long as there are others. Owned by
 * the controller's thread.
 */
public final class TaskPublisher {
  private final WorkerRegistry workerRegistry;
  private final Outbox outbox;

  public TaskPublisher(WorkerRegistry workerRegistry, Outbox outbox) {
    this.workerRegistry = workerRegistry;
    this.outbox = outbox;
  }

  /** Publishes an attempt after the commit. */
  void publish(Job job, Task task, UnitOfWork work) {
    Dispatch dispatch = new Dispatch(task, avoid(job, task));
    work.afterCommit(() -> outbox.publish(dispatch));
  }

  /** Whether a worker was told to hand an attempt back. */
  public boolean isToAvoid(Job job, Task task, String worker) {
    return toAvoid(job, task).contains(worker);
  }

  private List<String> avoid(Job job, Task task) {
    Set<String> avoid = toAvoid(job, task);
    return workerRegistry.hasOthersThan(avoid) ? List.copyOf(avoid) : List.of();
  }

  /** Workers on which the task failed, and for a copy also the worker of the other attempt. */
  private static Set<String> toAvoid(Job job, Task task) {
    Set<String> workers = new LinkedHashSet<>(job.avoidedWorkers().of(task.attempt().task()));
    StoredTask stored = job.task(task.attempt().task());
    if (stored != null && stored.worker() != null && !stored.attempt().equals(task.attempt())) {
      workers.add(stored.worker());
    }
    return workers;
  }
}
