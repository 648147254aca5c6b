package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.function.Function;

/** What the controller says to every worker in passing: may be lost. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = Control.CancelJob.class, name = "CancelJob")})
public sealed interface Control {
  /** Applies the function of the actual kind, so that a new kind breaks every caller's build. */
  <R> R fold(Function<CancelJob, R> onCancelJob);

  /**
   * Stop running attempts of a job at once, and do not start those that still arrive.
   *
   * @param lastAttempt the highest attempt number that this is about: a job that is taken up again
   *     goes on with higher ones
   */
  record CancelJob(JobId job, int lastAttempt) implements Control {
    public CancelJob {
      Objects.requireNonNull(job, "job");
    }

    @Override
    public <R> R fold(Function<CancelJob, R> onCancelJob) {
      return onCancelJob.apply(this);
    }
  }
}
