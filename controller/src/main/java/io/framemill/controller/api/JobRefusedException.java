package io.framemill.controller.api;

/** The controller refuses a request; the message gives the reason, one line for users. */
public final class JobRefusedException extends JobException {
  public JobRefusedException(String message) {
    super(message);
  }
}
