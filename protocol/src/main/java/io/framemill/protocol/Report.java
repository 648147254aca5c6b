package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.text.Names;
import io.framemill.protocol.text.PrintableText;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Durable message from a worker about one attempt; each may change a job's state. Reasons and log
 * lines are made printable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Report.Started.class, name = "Started"),
  @JsonSubTypes.Type(value = Report.Completed.class, name = "Completed"),
  @JsonSubTypes.Type(value = Report.Failed.class, name = "Failed"),
  @JsonSubTypes.Type(value = Report.HandedBack.class, name = "HandedBack")
})
public sealed interface Report {
  /** The attempt. */
  Attempt attempt();

  /** The worker's id, such as {@code host-4711}. */
  String worker();

  /**
   * Applies the function for the actual kind, so that a new kind breaks the build of every caller.
   */
  default <R> R fold(
      Function<Started, R> onStarted,
      Function<Completed, R> onCompleted,
      Function<Failed, R> onFailed,
      Function<HandedBack, R> onHandedBack) {
    if (this instanceof Started started) {
      return onStarted.apply(started);
    }
    if (this instanceof Completed completed) {
      return onCompleted.apply(completed);
    }
    if (this instanceof Failed failed) {
      return onFailed.apply(failed);
    }
    return onHandedBack.apply((HandedBack) this);
  }

  /** A slot is about to run the attempt; the broker confirms this report before it does. */
  record Started(Attempt attempt, String worker) implements Report {
    public Started {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
    }
  }

  /**
   * The attempt is done, its output is in place.
   *
   * @param elapsedMillis wall time in the slot
   */
  record Completed(Attempt attempt, String worker, long elapsedMillis, TaskResult result)
      implements Report {
    public Completed {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
      Objects.requireNonNull(result, "result");
    }

    /** The same report with another result. */
    public Completed withResult(TaskResult other) {
      return new Completed(attempt, worker, elapsedMillis, other);
    }
  }

  /**
   * The attempt failed.
   *
   * @param kind whether a retry can help
   * @param reason one line for users: the operation, its object and the error
   * @param log last lines of the slot's log, oldest first; may be empty
   */
  record Failed(Attempt attempt, String worker, FailureKind kind, String reason, List<String> log)
      implements Report {
    public Failed {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
      Objects.requireNonNull(kind, "kind");
      reason = PrintableText.of(Objects.requireNonNull(reason, "reason"));
      log = log.stream().map(PrintableText::of).toList();
    }
  }

  /**
   * The attempt was not run or not completed, and needs a new number: the broker had delivered it
   * before, its result is no longer needed, another worker should run it, or the worker is
   * quarantined or shuts down.
   *
   * @param reason one line for users
   */
  record HandedBack(Attempt attempt, String worker, String reason) implements Report {
    public HandedBack {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
      reason = PrintableText.of(Objects.requireNonNull(reason, "reason"));
    }
  }
}
