package io.framemill.worker.media;

import io.framemill.protocol.FailureKind;

/** The source cannot be used; its message tells a person why. Never retried. */
final class BadSourceException extends TranscodeException {
  BadSourceException(String message) {
    super(FailureKind.BAD_INPUT, message, null);
  }
}
