package io.framemill.controller.job;

import io.framemill.protocol.JobId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * New jobs that no submitter was told of yet, with the submissions that wait for the answer: one,
 * or several with the same idempotency key. Owned by the controller's thread except {@link
 * #answered}.
 */
final class PendingSubmissions {
  private final Map<JobId, Set<PendingSubmission>> waiting = new ConcurrentHashMap<>();

  /** Registers a new job. */
  void add(JobId job) {
    waiting.put(job, new HashSet<>());
  }

  /**
   * Registers a submission that created a job or found it; does nothing if a submitter was told of
   * the job before.
   */
  void waitsFor(JobId job, PendingSubmission pending) {
    Set<PendingSubmission> others = waiting.get(job);
    if (others != null) {
      others.add(pending);
    }
  }

  /** Records that a submitter was told of its job, which stays from now on. From any thread. */
  void answered(PendingSubmission pending) {
    JobId job = pending.job();
    if (job != null) {
      waiting.remove(job);
    }
  }

  /**
   * Records that a submitter was told that there is no job.
   *
   * @return whether no submitter waits for the job or was told of it, so that it must be deleted
   */
  boolean gaveUp(JobId job, PendingSubmission pending) {
    Set<PendingSubmission> others = waiting.get(job);
    if (others == null) {
      return false;
    }
    others.remove(pending);
    return others.isEmpty();
  }

  /** Forgets a job. */
  void remove(JobId job) {
    waiting.remove(job);
  }
}
