package io.framemill.controller.job.state;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Jobs that have ended and still have their tasks in memory: late reports and retries are likely
 * for the newest ones, and other jobs derive their pace from them. Owned by the controller's
 * thread.
 */
final class RecentJobs {
  /** Tasks kept in memory; the newest job stays however many tasks it has. */
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

  /** Drops the tasks of the oldest jobs until the rest have at most {@value #KEPT_TASKS}. */
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
