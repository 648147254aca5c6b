package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs that were cancelled of late, each up to an attempt number. Not thread-safe. */
final class Cancellations {
  /** Far more than can have tasks on the queue. */
  private static final int MAX_JOBS = 10_000;

  private final Map<JobId, Integer> lastAttempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
          return size() > MAX_JOBS;
        }
      };

  void add(JobId job, int lastAttempt) {
    lastAttempts.merge(job, lastAttempt, Math::max);
  }

  boolean include(Attempt attempt) {
    return attempt.number() <= lastAttempts.getOrDefault(attempt.job(), 0);
  }
}
