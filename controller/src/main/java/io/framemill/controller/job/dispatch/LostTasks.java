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
 * Publishes tasks again that the broker has lost although it confirmed them: somebody deleted its
 * queue, or RabbitMQ 3.10 was killed minutes after a quorum queue was declared. Owned by the
 * controller's thread.
 *
 * <p>The sign of it: all workers are idle, nobody reports anything, and yet tasks are queued. A
 * task that is not lost after all runs once more at worst, and its first result counts.
 */
public final class LostTasks {
  private static final Logger log = LoggerFactory.getLogger(LostTasks.class);

  /** Several announcements of each worker. */
  static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Consumer<StoredTask> publish;
  private final LongSupplier nanoClock;
  private long quietSinceNanos;

  /**
   * @param publish brings a task to the broker
   * @param nanoClock as {@link System#nanoTime}
   */
  public LostTasks(Consumer<StoredTask> publish, LongSupplier nanoClock) {
    this.publish = publish;
    this.nanoClock = nanoClock;
    heard();
  }

  /** A worker reported something. */
  public void heard() {
    quietSinceNanos = nanoClock.getAsLong();
  }

  /**
   * To be called often.
   *
   * @param idle whether there are workers, and all of them say that they have nothing to do
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
          "{} tasks are queued and no worker gets them: the broker has lost them; publishing them again",
          queued.size());
      queued.forEach(publish);
    }
    heard();
  }

  private static boolean isOut(StoredTask task) {
    return task.state() == TaskState.PUBLISHED;
  }
}
