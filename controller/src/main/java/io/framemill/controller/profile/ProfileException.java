package io.framemill.controller.profile;

/** A profile does not exist or is invalid. The message is one line for users. */
public final class ProfileException extends RuntimeException {
  ProfileException(String message) {
    super(message);
  }

  ProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
