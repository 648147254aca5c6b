package io.framemill.worker.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers jobs for a few seconds: a cancelled job's tasks may still be on their way, but a person
 * may also start it anew. Thread-safe.
 */
final class RecentJobs {
  static final Duration MEMORY = Duration.ofSeconds(5);

  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private final Map<JobId, Long> addedNanos = new HashMap<>();

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  RecentJobs(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  synchronized void add(JobId job) {
    addedNanos.put(job, nanoClock.getAsLong());
  }

  synchronized boolean contains(JobId job) {
    long now = nanoClock.getAsLong();
    addedNanos.values().removeIf(added -> now - added > MEMORY.toNanos());
    return addedNanos.containsKey(job);
  }
}
