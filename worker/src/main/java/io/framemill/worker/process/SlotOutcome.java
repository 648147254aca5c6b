package io.framemill.worker.process;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.TaskResult;
import java.util.Objects;
import java.util.function.Function;

/** What came of one request to a slot. */
public sealed interface SlotOutcome {
  /** Applies the function of the actual kind, so that a new kind breaks every caller's build. */
  <R> R fold(Function<Done, R> onDone, Function<Failed, R> onFailed, Function<Died, R> onDied);

  /**
   * The task is done.
   *
   * @param elapsedMillis wall time from the request, or from the end of the slot's start if that
   *     was later
   */
  record Done(TaskResult result, long elapsedMillis) implements SlotOutcome {
    public Done {
      Objects.requireNonNull(result, "result");
    }

    @Override
    public <R> R fold(
        Function<Done, R> onDone, Function<Failed, R> onFailed, Function<Died, R> onDied) {
      return onDone.apply(this);
    }
  }

  /** The slot said why it cannot be done. The process lives. */
  record Failed(FailureKind kind, String reason) implements SlotOutcome {
    public Failed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public <R> R fold(
        Function<Done, R> onDone, Function<Failed, R> onFailed, Function<Died, R> onDied) {
      return onFailed.apply(this);
    }
  }

  /**
   * The process ended without an answer: by itself, or because it broke a limit.
   *
   * @param kind whose fault that is
   * @param reason one line for people: exit status or signal, or the limit
   */
  record Died(FailureKind kind, String reason) implements SlotOutcome {
    public Died {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }

    /** An end that the task need not meet again. */
    public Died(String reason) {
      this(FailureKind.INTERNAL, reason);
    }

    @Override
    public <R> R fold(
        Function<Done, R> onDone, Function<Failed, R> onFailed, Function<Died, R> onDied) {
      return onDied.apply(this);
    }
  }
}
