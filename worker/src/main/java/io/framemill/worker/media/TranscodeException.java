package io.framemill.worker.media;

import io.framemill.protocol.FailureKind;

/**
 * A task cannot be done: says whose fault it is, and in its message what was attempted, on what,
 * and the answer.
 */
public abstract class TranscodeException extends RuntimeException {
  private final FailureKind kind;

  TranscodeException(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Whose fault it is, and so whether a retry can help. */
  public FailureKind kind() {
    return kind;
  }
}
