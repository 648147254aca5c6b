package io.framemill.controller.profile;

/** There is no such profile, or it cannot be understood. The message is one line for people. */
public final class ProfileException extends RuntimeException {
  ProfileException(String message) {
    super(message);
  }

  ProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
