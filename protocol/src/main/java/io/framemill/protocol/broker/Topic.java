package io.framemill.protocol.broker;

/** The transient fan-out exchanges. */
public enum Topic {
  /** {@link io.framemill.protocol.Progress}, from workers to controllers. */
  PROGRESS("framemill.progress"),
  /** {@link io.framemill.protocol.Control}, from the controller to every worker. */
  CONTROL("framemill.control");

  private final String exchangeName;

  Topic(String exchangeName) {
    this.exchangeName = exchangeName;
  }

  /** Name on the broker. */
  public String exchangeName() {
    return exchangeName;
  }
}
