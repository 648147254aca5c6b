package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.text.Names;
import io.framemill.protocol.text.PrintableText;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a worker says durably about one attempt; everything here may change a job's state. Reasons
 * and lines of a log are made printable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Report.Started.class, name = "Started"),
  @JsonSubTypes.Type(value = Report.Completed.class, name = "Completed"),
  @JsonSubTypes.Type(value = Report.Failed.class, name = "Failed"),
  @JsonSubTypes.Type(value = Report.HandedBack.class, name = "HandedBack")
})
public sealed interface Report {
  /** Which try at which task of which job. */
  Attempt attempt();

  /** Who reports: the worker's id, such as {@code host-4711}. */
  String worker();

  /** Applies the function of the actual kind, so that a new kind breaks every caller's build. */
  <R> R fold(
      Function<Started, R> onStarted,
      Function<Completed, R> onCompleted,
      Function<Failed, R> onFailed,
      Function<HandedBack, R> onHandedBack);

  /** A slot is about to run the attempt; confirmed by the broker before it does. */
  record Started(Attempt attempt, String worker) implements Report {
    public Started {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
    }

    @Override
    public <R> R fold(
        Function<Started, R> onStarted,
        Function<Completed, R> onCompleted,
        Function<Failed, R> onFailed,
        Function<HandedBack, R> onHandedBack) {
      return onStarted.apply(this);
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

    @Override
    public <R> R fold(
        Function<Started, R> onStarted,
        Function<Completed, R> onCompleted,
        Function<Failed, R> onFailed,
        Function<HandedBack, R> onHandedBack) {
      return onCompleted.apply(this);
    }
  }

  /**
   * The attempt failed.
   *
   * @param kind whether a retry can help
   * @param reason one line for people: what was attempted, on what, and the answer
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

    @Override
    public <R> R fold(
        Function<Started, R> onStarted,
        Function<Completed, R> onCompleted,
        Function<Failed, R> onFailed,
        Function<HandedBack, R> onHandedBack) {
      return onFailed.apply(this);
    }
  }

  /**
   * The attempt was not run, or not to its end, and needs another number: the broker had delivered
   * it before, its result is not wanted any more, another worker is to run it, or the worker rests
   * or is going away.
   *
   * @param reason one line for people
   */
  record HandedBack(Attempt attempt, String worker, String reason) implements Report {
    public HandedBack {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
      reason = PrintableText.of(Objects.requireNonNull(reason, "reason"));
    }

    @Override
    public <R> R fold(
        Function<Started, R> onStarted,
        Function<Completed, R> onCompleted,
        Function<Failed, R> onFailed,
        Function<HandedBack, R> onHandedBack) {
      return onHandedBack.apply(this);
    }
  }
}
