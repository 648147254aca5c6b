package io.framemill.protocol.broker;

import java.util.Locale;

/** How RabbitMQ keeps the durable queues. All that share a broker must choose the same. */
public enum QueueType {
  /** Replicated by Raft, with a limit on how often a message is delivered. */
  QUORUM,
  /** On one node; also what other AMQP 0-9-1 brokers have. */
  CLASSIC;

  /**
   * The type of that name, in small letters.
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
