package io.framemill.worker.process;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.TaskResult;
import java.util.function.Function;

/** Outcome of one request to a slot. */
public sealed interface SlotOutcome {
  /**
   * Applies the function for the actual kind, so that a new kind breaks the build of every caller.
   */
  default <R> R fold(
      Function<Done, R> onDone, Function<Failed, R> onFailed, Function<Died, R> onDied) {
    if (this instanceof Done done) {
      return onDone.apply(done);
    }
    if (this instanceof Failed failed) {
      return onFailed.apply(failed);
    }
    return onDied.apply((Died) this);
  }

  /**
   * The task is done.
   *
   * @param elapsedMillis wall time from the request, or from the end of the slot's start if that
   *     was later
   */
  record Done(TaskResult result, long elapsedMillis) implements SlotOutcome {}

  /** The slot reported a failure and is alive. */
  record Failed(FailureKind kind, String reason) implements SlotOutcome {}

  /**
   * The process ended without an answer: by itself, or because it exceeded a limit.
   *
   * @param kind cause of the failure
   * @param reason one line for users: exit status or signal, or the limit
   */
  record Died(FailureKind kind, String reason) implements SlotOutcome {
    /** An end that a retry may not meet again. */
    public Died(String reason) {
      this(FailureKind.INTERNAL, reason);
    }
  }
}
