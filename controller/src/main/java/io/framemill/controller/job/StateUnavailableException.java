package io.framemill.controller.job;

/**
 * The controller cannot read or write its state now, or does not know within the time that a client
 * waits whether it did. What was asked for is not done, and will not be done later.
 */
public final class StateUnavailableException extends RuntimeException {
  /**
   * @param message what is wrong, one line for people
   */
  public StateUnavailableException(String message) {
    super(message);
  }
}
