package io.framemill.testbroker;

import io.framemill.protocol.broker.Queue;
import java.net.URI;

/** A real broker that runs for the tests. */
public interface AmqpBroker extends AutoCloseable {
  /** Where it listens, with user and password. */
  URI uri();

  /** What it is, for people. */
  String description();

  /** Ends it, if the tests started it. */
  @Override
  void close();

  /** Deletes Framemill's queues and exchanges with all that is in them. */
  default void clear() {
    Amqp.deleteAll(uri());
  }

  /** Deletes one queue with all that is in it, as an operator would. */
  default void delete(Queue queue) {
    Amqp.delete(uri(), queue);
  }
}
