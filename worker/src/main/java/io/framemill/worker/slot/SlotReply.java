package io.framemill.worker.slot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.TaskResult;
import java.util.Objects;
import java.util.function.Function;

/**
 * One line on a slot's standard output. {@link Ready} is sent once, when the slot has started; then
 * each request is answered by any number of {@link Progressed} and exactly one {@link Completed} or
 * {@link Failed}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SlotReply.Ready.class, name = "Ready"),
  @JsonSubTypes.Type(value = SlotReply.Progressed.class, name = "Progressed"),
  @JsonSubTypes.Type(value = SlotReply.Completed.class, name = "Completed"),
  @JsonSubTypes.Type(value = SlotReply.Failed.class, name = "Failed")
})
public sealed interface SlotReply {
  /**
   * Applies the function for the actual kind, so that a new kind breaks the build of every caller.
   */
  default <R> R fold(
      Function<Ready, R> onReady,
      Function<Progressed, R> onProgressed,
      Function<Completed, R> onCompleted,
      Function<Failed, R> onFailed) {
    if (this instanceof Ready ready) {
      return onReady.apply(ready);
    }
    if (this instanceof Progressed progressed) {
      return onProgressed.apply(progressed);
    }
    if (this instanceof Completed completed) {
      return onCompleted.apply(completed);
    }
    return onFailed.apply((Failed) this);
  }

  /** The native libraries are loaded; a request would start at once. */
  record Ready() implements SlotReply {}

  /**
   * Progress of the task; at most about four a second.
   *
   * @param frames pictures encoded so far in each rendition; 0 for sound
   * @param mediaMillis programme time encoded so far in this task
   */
  record Progressed(long frames, long mediaMillis) implements SlotReply {}

  /** The task is done, its output is in place. */
  record Completed(TaskResult result) implements SlotReply {
    public Completed {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * The task cannot be done.
   *
   * @param kind cause of the failure
   * @param reason one line for users: the operation, its object and the error
   */
  record Failed(FailureKind kind, String reason) implements SlotReply {
    public Failed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
