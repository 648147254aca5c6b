package io.framemill.worker.media.libav;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.media.failure.TranscodeException;

/** The native libraries were built without a required encoder. */
final class MissingEncoderException extends TranscodeException {
  MissingEncoderException(String encoder) {
    super(FailureKind.INTERNAL, "This build of FFmpeg has no encoder " + encoder, null);
  }
}
