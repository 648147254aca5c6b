package io.framemill.protocol.broker.rabbit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Topic;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes to topics without confirms. Thread-safe. */
final class TopicPublisher {
  private static final Logger log = LoggerFactory.getLogger(TopicPublisher.class);
  private static final BasicProperties TRANSIENT = new BasicProperties();

  /** How long to wait for another thread whose broadcast is blocked by the network. */
  private static final long PATIENCE_MILLIS = 100;

  private final RabbitConnection.Source links;
  private final Namespace names;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable Channel channel;

  TopicPublisher(RabbitConnection.Source links, Namespace names) {
    this.links = links;
    this.names = names;
  }

  void broadcast(Topic topic, byte[] body) {
    try {
      if (lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          openChannel().basicPublish(names.nameOf(topic), "", TRANSIENT, body);
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ShutdownSignalException | BrokerException e) {
      log.debug("Cannot publish on {}: {}", names.nameOf(topic), RabbitErrors.of(e));
    }
  }

  @GuardedBy("lock")
  private Channel openChannel() throws IOException {
    RabbitConnection link = links.require();
    Channel open = channel;
    if (open == null || !open.isOpen()) {
      open = link.openChannel();
      channel = open;
    }
    return open;
  }
}
