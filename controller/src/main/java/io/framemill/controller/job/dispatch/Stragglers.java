package io.framemill.controller.job.dispatch;

import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Detects stragglers: running tasks that take so much longer than their estimate that a second
 * attempt is worth its cost. Pure.
 *
 * <p>An estimate is in seconds of a reference core. It is calibrated by the tasks that are done:
 * with {@code pace} the median, over those tasks, of wall milliseconds for each estimated second, a
 * task is late once it has run for
 *
 * <pre>{@code max(MIN_MILLIS, LATE_FACTOR * pace * costSeconds)}</pre>
 *
 * <p>The idea of a backup task near the end is that of Dean and Ghemawat, "MapReduce" (OSDI 2004),
 * section 3.6; a multiple of the median is also how Spark speculates ({@code
 * spark.speculation.multiplier}, its configuration guide).
 */
final class Stragglers {
  /**
   * Chunks of one source differ by a factor of three for the same estimate (docs/architecture.md,
   * "Cost model"). A higher ratio rarely occurs without a fault.
   */
  static final double LATE_FACTOR = 4;

  /** Below this, a second attempt saves nothing, because a slot must start and seek. */
  static final long MIN_MILLIS = 5_000;

  /** A median of fewer tasks is not reliable. */
  static final int MIN_DONE = 2;

  private Stragglers() {}

  /**
   * The pace: wall milliseconds for each estimated second, the median over tasks that are done;
   * empty if too few are. Pass tasks of the same kind first, see {@link #isLate}.
   */
  static OptionalDouble pace(Collection<StoredTask> tasks) {
    List<Double> paces =
        tasks.stream()
            .filter(task -> task.state() == TaskState.DONE && task.costSeconds() > 0)
            .filter(task -> task.startedMillis() != null && task.endedMillis() != null)
            .map(Stragglers::paceOf)
            .sorted()
            .toList();
    return paces.size() < MIN_DONE
        ? OptionalDouble.empty()
        : OptionalDouble.of(paces.get(paces.size() / 2));
  }

  private static double paceOf(StoredTask task) {
    long millis =
        Objects.requireNonNull(task.endedMillis()) - Objects.requireNonNull(task.startedMillis());
    return Math.max(0, millis) / task.costSeconds();
  }

  /**
   * Whether a task is a straggler.
   *
   * @param ranMillis since its attempt started
   * @param pace wall milliseconds for each estimated second
   */
  static boolean isLate(long ranMillis, double costSeconds, double pace) {
    return ranMillis >= Math.max(MIN_MILLIS, LATE_FACTOR * pace * costSeconds);
  }
}
