package io.framemill.protocol.tls;

/** A key or certificate cannot be used. The message is one line for users, without secrets. */
public final class TlsException extends RuntimeException {
  TlsException(String message) {
    super(message);
  }

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
