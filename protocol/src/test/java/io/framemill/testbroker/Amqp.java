package io.framemill.testbroker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What tests ask of a broker behind the product's back. */
final class Amqp {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final String PROBE = "framemill-tests.probe";

  private Amqp() {}

  /** Whether an AMQP connection can be opened; if not, returns after a short pause. */
  static boolean answers(URI uri) {
    try (Connection connection = connect(uri)) {
      return connection.isOpen();
    } catch (Exception e) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return false;
    }
  }

  /**
   * Whether RabbitMQ makes replicated queues, which it cannot for a while after it takes
   * connections; if not, returns after a short pause.
   */
  static boolean makesQueues(URI uri) {
    try (Connection connection = connect(uri)) {
      Channel channel = connection.createChannel();
      channel.queueDeclare(PROBE, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.queueDelete(PROBE);
      return true;
    } catch (Exception e) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return false;
    }
  }

  /** The broker's version, such as {@code 3.10.8}. */
  static String version(URI uri) {
    try (Connection connection = connect(uri)) {
      return String.valueOf(connection.getServerProperties().get("version"));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot ask for the broker's version", e);
    }
  }

  /** Deletes Framemill's queues and exchanges, without a namespace, with all that is in them. */
  static void deleteAll(URI uri) {
    try (Connection connection = connect(uri)) {
      for (Queue queue : Queue.values()) {
        deleteIfThere(connection, channel -> channel.queueDelete(queue.queueName()));
      }
      deleteIfThere(connection, channel -> channel.queueDelete(Namespace.NONE.ownerMark()));
      for (Topic topic : Topic.values()) {
        deleteIfThere(connection, channel -> channel.exchangeDelete(topic.exchangeName()));
      }
    } catch (Exception e) {
      throw new IllegalStateException("Cannot clear the broker", e);
    }
  }

  /** Deletes one queue with all that is in it. */
  static void delete(URI uri, Queue queue) {
    try (Connection connection = connect(uri)) {
      deleteIfThere(connection, channel -> channel.queueDelete(queue.queueName()));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot delete " + queue.queueName(), e);
    }
  }

  private static Connection connect(URI uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setUri(uri);
    return factory.newConnection("tests");
  }

  // Other brokers than RabbitMQ close the channel when what is to be deleted is not there.
  private static void deleteIfThere(Connection connection, Deletion deletion) throws IOException {
    Channel channel = connection.createChannel();
    try {
      deletion.on(channel);
    } catch (IOException e) {
      boolean notThere =
          e.getCause() instanceof ShutdownSignalException signal
              && signal.getReason() instanceof AMQP.Channel.Close close
              && close.getReplyCode() == AMQP.NOT_FOUND;
      if (!notThere) {
        throw e;
      }
    } finally {
      channel.abort();
    }
  }

  private interface Deletion {
    void on(Channel channel) throws IOException;
  }
}
