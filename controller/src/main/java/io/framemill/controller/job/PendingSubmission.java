package io.framemill.controller.job;

import io.framemill.controller.api.Submission;
import io.framemill.protocol.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A submission whose submitter waits for the answer. It keeps the id of its job when it is applied
 * again: a commit whose outcome is unknown may have stored the job.
 */
final class PendingSubmission {
  private final Submission submission;
  private final @Nullable String request;
  private @Nullable JobId job;

  /**
   * @param request {@link Submissions#digest} of the submission
   */
  PendingSubmission(Submission submission, @Nullable String request) {
    this.submission = submission;
    this.request = request;
  }

  Submission submission() {
    return submission;
  }

  @Nullable String request() {
    return request;
  }

  /** The job that it created or found; null before it was applied. */
  @Nullable JobId job() {
    return job;
  }

  void become(JobId id) {
    job = id;
  }
}
