package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;

/** The source cannot be used; the message gives the reason for users. Never retried. */
public final class BadSourceException extends TranscodeException {
  /**
   * A rejection with a message for users.
   *
   * @param message names the source and what is wrong with it
   */
  public BadSourceException(String message) {
    super(FailureKind.BAD_INPUT, message, null);
  }
}
