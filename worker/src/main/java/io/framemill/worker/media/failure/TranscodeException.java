package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A task failed: has the kind of the failure, and a message with the operation, its object and the
 * error.
 */
public abstract class TranscodeException extends RuntimeException {
  private final FailureKind kind;
  private final String message;

  /**
   * Creates a failure.
   *
   * @param kind cause of the failure
   * @param message the operation, its object and the error; for users
   * @param cause null if there is none
   */
  public TranscodeException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
  }

  /** Cause of the failure, which decides whether a retry can help. */
  public FailureKind kind() {
    return kind;
  }

  /** The operation, its object and the error; never null. */
  @Override
  public String getMessage() {
    return message;
  }
}
