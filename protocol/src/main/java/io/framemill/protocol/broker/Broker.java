package io.framemill.protocol.broker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Message broker between controller and workers: durable queues, where each message is settled by
 * one consumer, and transient topics, where every listener receives what is published while it
 * listens.
 *
 * <p>Thread-safe. Queues exist once a broker is opened. An implementation that loses its connection
 * restores it and its subscriptions by itself; calls in the meantime fail with {@link
 * BrokerException}. An application moves messages that it cannot read to {@link Queue#DEAD} with
 * {@link Delivery#reject}.
 */
public interface Broker extends AutoCloseable {
  /**
   * Publishes messages to a durable queue, in order, and returns once the broker has taken
   * responsibility for all of them.
   *
   * @throws BrokerException if any was returned, refused, or not confirmed in time; some may have
   *     been queued anyway
   */
  void publish(Queue queue, List<Message> messages);

  /**
   * Consumes messages from a queue, at most {@code prefetch} unsettled at a time.
   *
   * <p>The handler is called from one thread at a time for each subscription, in the order of the
   * queue, and must not block for long: it hands the delivery to another thread. If it throws, that
   * is logged and the delivery stays unsettled. Consumers of {@link Queue#TASKS} share the
   * messages; of the consumers of {@link Queue#REPORTS} a single active one receives all, and
   * another takes over when it is gone.
   *
   * @param prefetch from 1
   * @return closing it stops deliveries; unsettled messages return to the queue, marked as
   *     redelivered
   * @throws BrokerException if there is no connection
   */
  Subscription consume(Queue queue, int prefetch, Consumer<Delivery> handler);

  /**
   * Consumes messages from a queue one by one, for long-running work. Otherwise like {@link
   * #consume}.
   *
   * <p>The next message is delivered once the previous one is settled, even if the channel or the
   * connection was lost in between and the broker delivers that one to another consumer.
   *
   * @param holdTime how long a message may stay unsettled; above 0. The broker is asked for it, but
   *     most versions of RabbitMQ apply their own {@code consumer_timeout} (30 minutes by default)
   *     and then redeliver the message to another consumer
   * @throws BrokerException if there is no connection
   */
  default Subscription consumeOneByOne(Queue queue, Duration holdTime, Consumer<Delivery> handler) {
    return consume(queue, 1, handler);
  }

  /**
   * Publishes to every listener of a topic. May be lost; never blocks for long and never throws for
   * a broken connection.
   */
  void broadcast(Topic topic, byte[] body);

  /**
   * Listens to a topic from now on. The listener is called from one thread at a time for each
   * subscription.
   *
   * @return closing it stops the calls
   * @throws BrokerException if there is no connection
   */
  Subscription listen(Topic topic, Consumer<byte[]> listener);

  /** Whether messages can be published now. */
  boolean isOpen();

  /** Closes all subscriptions and the connection. */
  @Override
  void close();

  /**
   * A message for a queue. Two are equal only if they share the array.
   *
   * @param id for users and logs, the broker ignores it
   * @param body not copied: must not be changed any more
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(String id, byte[] body) {}

  /** A running subscription. */
  interface Subscription extends AutoCloseable {
    /**
     * Stops further deliveries permanently; one in flight may still arrive. Unsettled messages stay
     * with this consumer and can be settled until it is closed.
     */
    void pause();

    @Override
    void close();
  }

  /**
   * One message delivered to this consumer, to be settled once by {@link #ack} or {@link #reject},
   * from any thread. Settling after the connection was lost does nothing: the broker delivers the
   * message again.
   */
  interface Delivery {
    Message message();

    /** Whether the message may have been delivered before, to this consumer or another. */
    boolean redelivered();

    /** Why the message is in {@link Queue#DEAD}, for users; null for one that is not dead. */
    default @Nullable String deadReason() {
      return null;
    }

    /** Acknowledges: the broker deletes the message. */
    void ack();

    /**
     * Moves the message to {@link Queue#DEAD} with the reason, then acknowledges it.
     *
     * @throws BrokerException if it could not be moved; it stays unsettled
     */
    void reject(String reason);
  }
}
