package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A task cannot be done: says whose fault it is, and in its message what was attempted, on what,
 * and the answer.
 */
public abstract class TranscodeException extends RuntimeException {
  private final FailureKind kind;
  private final String message;

  /**
   * A failure of a kind.
   *
   * @param kind whose fault it is
   * @param message what was attempted, on what, and why it failed; for people
   * @param cause null if there is none
   */
  public TranscodeException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
  }

  /** Whose fault it is, and so whether a retry can help. */
  public FailureKind kind() {
    return kind;
  }

  /** What was attempted, on what, and the answer; never null. */
  @Override
  public String getMessage() {
    return message;
  }
}
