package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.Job;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes confirmed tasks again that the broker has lost, for example because its queue was
 * deleted, or RabbitMQ 3.10 was killed minutes after a quorum queue was declared. Owned by the
 * controller's thread.
 *
 * <p>Tasks count as lost when all workers are idle and none reports anything although tasks are
 * queued. At worst a task runs twice, and its first result counts.
 */
public final class LostTasks {
  private static final Logger log = LoggerFactory.getLogger(LostTasks.class);

  /** Several heartbeats of each worker. */
  static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Consumer<StoredTask> publish;
  private final LongSupplier nanoClock;
  private long quietSinceNanos;

  /**
   * @param publish publishes a task
   * @param nanoClock as {@link System#nanoTime}
   */
  public LostTasks(Consumer<StoredTask> publish, LongSupplier nanoClock) {
    this.publish = publish;
    this.nanoClock = nanoClock;
    heard();
  }

  /** Records that a worker reported something. */
  public void heard() {
    quietSinceNanos = nanoClock.getAsLong();
  }

  /**
   * Checks for lost tasks; to be called often.
   *
   * @param idle whether there are workers, and all of them report that they are idle
   */
  public void look(Collection<Job> active, boolean idle) {
    if (!idle || active.stream().allMatch(job -> job.outstanding() == 0)) {
      heard();
      return;
    }
    if (nanoClock.getAsLong() - quietSinceNanos < PATIENCE_NANOS) {
      return;
    }
    List<StoredTask> queued =
        active.stream().flatMap(job -> job.tasks().stream()).filter(LostTasks::isOut).toList();
    if (!queued.isEmpty()) {
      log.warn(
          "{} tasks are queued and no worker receives them: the broker has lost them; publishing them again",
          queued.size());
      queued.forEach(publish);
    }
    heard();
  }

  private static boolean isOut(StoredTask task) {
    return task.state() == TaskState.PUBLISHED;
  }
}
