package io.framemill.controller.plan;

/** The source cannot be transcoded with this profile; the message gives the reason for users. */
public final class UnplannableException extends RuntimeException {
  UnplannableException(String message) {
    super(message);
  }
}
