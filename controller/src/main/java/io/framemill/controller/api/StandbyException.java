package io.framemill.controller.api;

/** This controller does not act now, but another one may: it says which in words for people. */
public final class StandbyException extends JobException {
  public StandbyException(String message) {
    super(message);
  }
}
