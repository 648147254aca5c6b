package io.framemill.controller.api;

/** The controller does not do what it was asked, and says why in words for people. */
public final class JobRefusedException extends JobException {
  public JobRefusedException(String message) {
    super(message);
  }
}
