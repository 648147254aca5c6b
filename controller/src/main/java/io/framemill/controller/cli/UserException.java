package io.framemill.controller.cli;

/** A command cannot do what it was asked. The message is for people, one line for each reason. */
final class UserException extends RuntimeException {
  UserException(String message) {
    super(message);
  }

  UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
