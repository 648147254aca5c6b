package io.framemill.controller.http.message;

/**
 * The server could not be started, could not be reached, or did not do its part. The message is one
 * line for people.
 */
public final class ServerException extends RuntimeException {
  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
