package io.framemill.controller.api;

/** This controller stands by, but another one may be active; the message names it, for users. */
public final class StandbyException extends JobException {
  public StandbyException(String message) {
    super(message);
  }
}
