package io.framemill.protocol.broker;

/** The durable queues. */
public enum Queue {
  /** Work for any worker. */
  TASKS("framemill.tasks.cpu"),
  /** Reports that change state, for the controller; single active consumer. */
  REPORTS("framemill.reports"),
  /** Messages that could not be read or that were delivered too often. */
  DEAD("framemill.dead");

  private final String queueName;

  Queue(String queueName) {
    this.queueName = queueName;
  }

  /** Name on the broker. */
  public String queueName() {
    return queueName;
  }
}
