package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;

/** The source cannot be used; its message tells a person why. Never retried. */
public final class BadSourceException extends TranscodeException {
  /**
   * A refusal in words for people.
   *
   * @param message names the source and what is wrong with it
   */
  public BadSourceException(String message) {
    super(FailureKind.BAD_INPUT, message, null);
  }
}
