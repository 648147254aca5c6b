package io.framemill.protocol.broker;

/**
 * The broker did not do what it was asked. A retry may help: {@link
 * io.framemill.protocol.FailureKind#TRANSIENT}.
 */
public final class BrokerException extends RuntimeException {
  public BrokerException(String message) {
    super(message);
  }

  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
