package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recently stopped jobs and tasks, each up to an attempt number. Thread-safe. */
final class Cancellations {
  /** Far more jobs and tasks than can be on the queue. */
  private static final int MAX_ENTRIES = 10_000;

  /** By job, or by job and task. */
  @GuardedBy("this")
  private final Map<String, Integer> lastAttempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** Adds a job; returns whether the entry is new. */
  synchronized boolean add(JobId job, int lastAttempt) {
    return raise(job.value(), lastAttempt);
  }

  /** Adds a task; returns whether the entry is new. */
  synchronized boolean add(JobId job, String task, int lastAttempt) {
    return raise(key(job, task), lastAttempt);
  }

  synchronized boolean include(Attempt attempt) {
    return attempt.number() <= lastAttempts.getOrDefault(attempt.job().value(), 0)
        || attempt.number() <= lastAttempts.getOrDefault(key(attempt.job(), attempt.task()), 0);
  }

  @GuardedBy("this")
  private boolean raise(String key, int lastAttempt) {
    boolean news = lastAttempts.getOrDefault(key, 0) < lastAttempt;
    if (news) {
      lastAttempts.put(key, lastAttempt);
    }
    return news;
  }

  private static String key(JobId job, String task) {
    return job + "/" + task;
  }
}
