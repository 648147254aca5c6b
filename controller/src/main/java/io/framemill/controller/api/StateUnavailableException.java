package io.framemill.controller.api;

/**
 * The controller cannot read or write its state now, or does not know within the time that a client
 * waits whether it did. A submission is not accepted then, and not later either, unless the
 * controller is killed, shut down or taken over between the commit and the withdrawal. A
 * cancellation or a retry may take effect all the same.
 */
public final class StateUnavailableException extends JobException {
  /**
   * @param message what is wrong, one line for people
   */
  public StateUnavailableException(String message) {
    super(message);
  }
}
