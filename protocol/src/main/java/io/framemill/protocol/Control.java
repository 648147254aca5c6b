package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.function.Function;

/** What the controller says to every worker; may be lost, so nothing depends on it for truth. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Control.CancelJob.class, name = "CancelJob"),
  @JsonSubTypes.Type(value = Control.StopTask.class, name = "StopTask"),
  @JsonSubTypes.Type(value = Control.Rest.class, name = "Rest")
})
public sealed interface Control {
  /** Applies the function of the actual kind, so that a new kind breaks every caller's build. */
  <R> R fold(
      Function<CancelJob, R> onCancelJob,
      Function<StopTask, R> onStopTask,
      Function<Rest, R> onRest);

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
    public <R> R fold(
        Function<CancelJob, R> onCancelJob,
        Function<StopTask, R> onStopTask,
        Function<Rest, R> onRest) {
      return onCancelJob.apply(this);
    }
  }

  /**
   * The result of a task is in: stop its other attempts at once, and do not start those that still
   * arrive.
   *
   * @param task the task's name inside the job
   * @param lastAttempt the highest attempt number that this is about
   */
  record StopTask(JobId job, String task, int lastAttempt) implements Control {
    public StopTask {
      Objects.requireNonNull(job, "job");
      Objects.requireNonNull(task, "task");
    }

    @Override
    public <R> R fold(
        Function<CancelJob, R> onCancelJob,
        Function<StopTask, R> onStopTask,
        Function<Rest, R> onRest) {
      return onStopTask.apply(this);
    }
  }

  /**
   * One worker is to take no tasks for a while, then one at a time until one succeeds.
   *
   * @param worker the one that is meant
   * @param reason one line for people
   * @param millis how long, above 0
   */
  record Rest(String worker, String reason, long millis) implements Control {
    public Rest {
      Objects.requireNonNull(worker, "worker");
      Objects.requireNonNull(reason, "reason");
      if (millis <= 0) {
        throw new IllegalArgumentException("a rest takes time: " + millis);
      }
    }

    @Override
    public <R> R fold(
        Function<CancelJob, R> onCancelJob,
        Function<StopTask, R> onStopTask,
        Function<Rest, R> onRest) {
      return onRest.apply(this);
    }
  }
}
