package io.framemill.controller.http;

/**
 * The server could not be started, could not be reached, or did not do its part. The message is one
 * line for people.
 */
public final class ServerException extends RuntimeException {
  ServerException(String message) {
    super(message);
  }

  ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
