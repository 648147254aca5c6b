package io.framemill.controller.job.state;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The jobs that have ended and still have their tasks in memory: of the newest, late reports and
 * retries are likely, and other jobs learn from them how long tasks take. Owned by the controller's
 * thread.
 */
final class RecentJobs {
  /** The newest job stays however many tasks it has. */
  static final int KEPT_TASKS = 1_000;

  private final Set<Job> newestLast = new LinkedHashSet<>();

  void add(Job job) {
    newestLast.add(job);
  }

  void remove(Job job) {
    newestLast.remove(job);
  }

  void clear() {
    newestLast.clear();
  }

  /** Lets the oldest jobs forget their tasks until those of the rest are few. */
  void tidy() {
    int tasks = newestLast.stream().mapToInt(job -> job.tasks().size()).sum();
    while (tasks > KEPT_TASKS && newestLast.size() > 1) {
      Job oldest = newestLast.iterator().next();
      tasks -= oldest.tasks().size();
      oldest.shelve();
      newestLast.remove(oldest);
    }
  }
}
