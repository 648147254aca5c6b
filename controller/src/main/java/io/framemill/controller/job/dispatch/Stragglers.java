package io.framemill.controller.job.dispatch;

import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Which running tasks take so much longer than their estimate that another attempt beside them
 * makes sense. Pure.
 *
 * <p>An estimate counts seconds of a core that nobody has measured here. So it is held against what
 * the tasks that are done took in fact: with {@code pace} the median, over those tasks, of wall
 * milliseconds for each estimated second, a task is late once it has run for
 *
 * <pre>{@code max(LEAST_MILLIS, LATE_FACTOR * pace * costSeconds)}</pre>
 *
 * <p>The idea of a backup task near the end is that of Dean and Ghemawat, "MapReduce" (OSDI 2004),
 * section 3.6; a multiple of the median is also how Spark speculates ({@code
 * spark.speculation.multiplier}, its configuration guide).
 */
final class Stragglers {
  /**
   * Chunks of one source differ by a factor of three for the same estimate: docs/architecture.md,
   * "Cost model". What is above it is rare without a reason.
   */
  static final double LATE_FACTOR = 4;

  /** Below this another attempt, with the start of a slot and a seek, saves nothing. */
  static final long LEAST_MILLIS = 5_000;

  /** A median of fewer says nothing. */
  static final int LEAST_DONE = 2;

  private Stragglers() {}

  /**
   * Wall milliseconds for each estimated second, the median over tasks that are done; empty if too
   * few are. Tasks whose work is alike are asked first, see {@link #isLate}.
   */
  static OptionalDouble pace(Collection<StoredTask> tasks) {
    List<Double> paces =
        tasks.stream()
            .filter(task -> task.state() == TaskState.DONE && task.costSeconds() > 0)
            .filter(task -> task.startedMillis() != null && task.endedMillis() != null)
            .map(Stragglers::paceOf)
            .sorted()
            .toList();
    return paces.size() < LEAST_DONE
        ? OptionalDouble.empty()
        : OptionalDouble.of(paces.get(paces.size() / 2));
  }

  private static double paceOf(StoredTask task) {
    long millis =
        Objects.requireNonNull(task.endedMillis()) - Objects.requireNonNull(task.startedMillis());
    return Math.max(0, millis) / task.costSeconds();
  }

  /**
   * Whether a task runs for too long.
   *
   * @param ranMillis since its attempt started
   * @param pace wall milliseconds for each estimated second
   */
  static boolean isLate(long ranMillis, double costSeconds, double pace) {
    return ranMillis >= Math.max(LEAST_MILLIS, LATE_FACTOR * pace * costSeconds);
  }
}
