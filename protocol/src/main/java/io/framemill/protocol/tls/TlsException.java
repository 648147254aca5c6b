package io.framemill.protocol.tls;

/** A key or certificate cannot be used. The message is one line for people, and no secret. */
public final class TlsException extends RuntimeException {
  TlsException(String message) {
    super(message);
  }

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
