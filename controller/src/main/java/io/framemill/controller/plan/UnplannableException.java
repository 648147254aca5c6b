package io.framemill.controller.plan;

/** The profile cannot be made of this source; the message says why, in words for people. */
public final class UnplannableException extends RuntimeException {
  UnplannableException(String message) {
    super(message);
  }
}
