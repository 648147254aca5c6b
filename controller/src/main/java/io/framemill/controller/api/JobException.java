package io.framemill.controller.api;

/**
 * A controller does not do what it was asked. The message is one line for people. The permitted
 * classes are all the kinds that a caller of {@link Jobs} has to expect.
 */
public abstract sealed class JobException extends RuntimeException
    permits JobRefusedException,
        KeyReusedException,
        NoSuchJobException,
        StandbyException,
        StateUnavailableException {
  JobException(String message) {
    super(message);
  }
}
