package io.framemill.protocol.broker;

import java.util.Locale;

/** RabbitMQ's type of the durable queues. All processes that share a broker must use the same. */
public enum QueueType {
  /** Replicated by Raft, with a limit on how often a message is delivered. */
  QUORUM,
  /** On one node; also supported by other AMQP 0-9-1 brokers. */
  CLASSIC;

  /**
   * Parses a type in lower case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static QueueType of(String name) {
    for (QueueType type : values()) {
      if (type.argument().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("queue_type is quorum or classic, not " + name);
  }

  /** The value of the queue argument {@code x-queue-type}. */
  public String argument() {
    return name().toLowerCase(Locale.ROOT);
  }
}
