package io.framemill.controller.job;

import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a window of tasks on the queue, so that priorities and fairness are ours and not the
 * broker's. Owned by the controller's thread.
 */
final class Dispatcher {
  private static final Comparator<Job> FIRST_SERVED =
      Comparator.<Job>comparingInt(job -> -job.row().priority())
          .thenComparingInt(Job::outstanding)
          .thenComparingLong(job -> job.row().createdMillis())
          .thenComparing(job -> job.id().value());

  private final ControllerConfig config;
  private final JobBook book;
  private final Fleet fleet;
  private final Outbox outbox;

  Dispatcher(ControllerConfig config, JobBook book, Fleet fleet, Outbox outbox) {
    this.config = config;
    this.book = book;
    this.fleet = fleet;
    this.outbox = outbox;
  }

  /** Queues tasks until the window is full or none may be dispatched now. */
  void topUp(UnitOfWork work) {
    int window = config.windowPerSlot() * Math.max(config.assumedSlots(), fleet.slots());
    List<Job> dispatchable = book.dispatchable();
    int outstanding = book.active().stream().mapToInt(Job::outstanding).sum();
    for (int free = window - outstanding; free > 0; free--) {
      Optional<StoredTask> next = next(dispatchable, book.now());
      if (next.isEmpty()) {
        return;
      }
      StoredTask queued = next.get().queued();
      Job job = book.require(queued.attempt().job());
      job.put(queued);
      work.save(queued);
      book.event(
          job,
          JobEvent.Kind.TASK_QUEUED,
          Cause.controller(queued.attempt()),
          Wording.queued(queued.task()),
          work);
      work.afterCommit(() -> outbox.publish(queued.task()));
    }
  }

  /** Takes note that the broker has these attempts. */
  void confirmed(List<Attempt> attempts, UnitOfWork work) {
    for (Attempt attempt : attempts) {
      Job job = book.find(attempt.job());
      StoredTask task = job == null ? null : job.task(attempt.task());
      if (job != null
          && task != null
          && task.state() == TaskState.QUEUED
          && task.attempt().equals(attempt)) {
        StoredTask confirmed = task.confirmed();
        job.put(confirmed);
        work.save(confirmed);
      }
    }
  }

  /** Publishes again what a former controller queued and did not see confirmed. */
  void republish(Job job, UnitOfWork work) {
    job.tasks().stream()
        .filter(task -> task.state() == TaskState.QUEUED && !task.published())
        .forEach(task -> work.afterCommit(() -> outbox.publish(task.task())));
  }

  /**
   * The next task: of the job of the highest priority; among equals the one with the fewest tasks
   * out, then the oldest; of that job the first task of its plan. Nothing if none may be dispatched
   * now.
   */
  static Optional<StoredTask> next(Collection<Job> active, long nowMillis) {
    return active.stream()
        .filter(job -> job.nextWaiting(nowMillis).isPresent())
        .min(FIRST_SERVED)
        .flatMap(job -> job.nextWaiting(nowMillis));
  }
}
