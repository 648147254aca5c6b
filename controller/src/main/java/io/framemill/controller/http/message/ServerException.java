package io.framemill.controller.http.message;

/**
 * The server could not be started, could not be reached, or failed to answer as specified. The
 * message is one line for users.
 */
public final class ServerException extends RuntimeException {
  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
