package io.framemill.controller.api;

/**
 * The controller cannot read or write its state, or does not know within the client's wait whether
 * a write succeeded. A submission is not accepted then, and not later either, unless the controller
 * is killed, shut down or taken over between the commit and the withdrawal. A cancellation or a
 * retry may take effect anyway.
 */
public final class StateUnavailableException extends JobException {
  /**
   * @param message what is wrong, one line for users
   */
  public StateUnavailableException(String message) {
    super(message);
  }
}
