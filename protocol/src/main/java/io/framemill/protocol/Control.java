package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.function.Function;

/** Message from the controller to all workers; may be lost, so no state depends on it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Control.CancelJob.class, name = "CancelJob"),
  @JsonSubTypes.Type(value = Control.StopTask.class, name = "StopTask"),
  @JsonSubTypes.Type(value = Control.Rest.class, name = "Rest")
})
public sealed interface Control {
  /**
   * Applies the function for the actual kind, so that a new kind breaks the build of every caller.
   */
  default <R> R fold(
      Function<CancelJob, R> onCancelJob,
      Function<StopTask, R> onStopTask,
      Function<Rest, R> onRest) {
    if (this instanceof CancelJob cancel) {
      return onCancelJob.apply(cancel);
    }
    if (this instanceof StopTask stop) {
      return onStopTask.apply(stop);
    }
    return onRest.apply((Rest) this);
  }

  /**
   * Stops running attempts of a job at once; those that still arrive are not started.
   *
   * @param lastAttempt the highest attempt number to stop: a retried job uses higher ones
   */
  record CancelJob(JobId job, int lastAttempt) implements Control {
    public CancelJob {
      Objects.requireNonNull(job, "job");
    }
  }

  /**
   * Stops the other attempts of a task whose result is in; those that still arrive are not started.
   *
   * @param task the task's name inside the job
   * @param lastAttempt the highest attempt number to stop
   */
  record StopTask(JobId job, String task, int lastAttempt) implements Control {
    public StopTask {
      Objects.requireNonNull(job, "job");
      Objects.requireNonNull(task, "task");
    }
  }

  /**
   * Quarantines one worker: it takes no tasks for a while, then one at a time until one succeeds.
   *
   * @param worker the worker's id
   * @param reason one line for users
   * @param millis duration, above 0
   */
  record Rest(String worker, String reason, long millis) implements Control {
    public Rest {
      Objects.requireNonNull(worker, "worker");
      Objects.requireNonNull(reason, "reason");
      if (millis <= 0) {
        throw new IllegalArgumentException("a rest takes time: " + millis);
      }
    }
  }
}
