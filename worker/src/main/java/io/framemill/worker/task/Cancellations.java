package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs that were cancelled of late, each up to an attempt number. Thread-safe. */
final class Cancellations {
  /** Far more than can have tasks on the queue. */
  private static final int MAX_JOBS = 10_000;

  @GuardedBy("this")
  private final Map<JobId, Integer> lastAttempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
          return size() > MAX_JOBS;
        }
      };

  synchronized void add(JobId job, int lastAttempt) {
    lastAttempts.merge(job, lastAttempt, Math::max);
  }

  synchronized boolean include(Attempt attempt) {
    return attempt.number() <= lastAttempts.getOrDefault(attempt.job(), 0);
  }
}
