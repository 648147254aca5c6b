package io.framemill.protocol.broker;

/**
 * A broker operation failed. A retry may help: {@link io.framemill.protocol.FailureKind#TRANSIENT}.
 */
public final class BrokerException extends RuntimeException {
  private final boolean unreachable;

  public BrokerException(String message) {
    super(message);
    this.unreachable = false;
  }

  public BrokerException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private BrokerException(String message, Throwable cause, boolean unreachable) {
    super(message, cause);
    this.unreachable = unreachable;
  }

  /** No broker answered, which may be temporary. */
  public static BrokerException unreachable(String message, Throwable cause) {
    return new BrokerException(message, cause, true);
  }

  /** Whether no broker answered; false if one refused. */
  public boolean isUnreachable() {
    return unreachable;
  }
}
