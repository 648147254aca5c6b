package io.framemill.protocol.broker.rabbit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Queue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to queues and waits for publisher confirms, one batch at a time. Thread-safe.
 *
 * <p>Invariant: a channel with an error is not used again, so that a late confirm for one batch
 * cannot be mistaken for one of the next.
 */
final class ConfirmedPublisher {
  /** Number of messages that are sent before their confirms are awaited. */
  private static final int BATCH = 100;

  private final RabbitConnection.Source links;
  private final Namespace names;
  private final long timeoutMillis;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.Queue<String> returned = new ConcurrentLinkedQueue<>();

  @GuardedBy("lock")
  private @Nullable Channel channel;

  ConfirmedPublisher(RabbitConnection.Source links, RabbitConfig config) {
    this.links = links;
    this.names = config.namespace();
    this.timeoutMillis = config.replyTimeout().toMillis();
  }

  /**
   * @throws BrokerException if any message was returned, refused or not confirmed in time
   */
  void publish(Queue queue, List<Message> messages, Map<String, Object> headers) {
    String name = names.nameOf(queue);
    lock.lock();
    try {
      for (int from = 0; from < messages.size(); from += BATCH) {
        List<Message> batch = messages.subList(from, Math.min(from + BATCH, messages.size()));
        publishBatch(name, batch, headers);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void publishBatch(String queue, List<Message> batch, Map<String, Object> headers) {
    RabbitConnection link = links.require();
    boolean confirmed = false;
    try {
      Channel open = openChannel(link);
      for (Message message : batch) {
        open.basicPublish("", queue, true, properties(message, headers), message.body());
      }
      boolean allAcked = open.waitForConfirms(timeoutMillis);
      requireNoneRefused(queue, allAcked);
      confirmed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("Interrupted while publishing to " + queue, e);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw new BrokerException("Cannot publish to " + queue + " (" + RabbitErrors.of(e) + ")", e);
    } finally {
      if (!confirmed) {
        dropChannel();
      }
    }
  }

  private void requireNoneRefused(String queue, boolean allAcked) {
    String first = returned.peek();
    if (first != null) {
      throw new BrokerException("The broker returned " + first + " sent to " + queue);
    }
    if (!allAcked) {
      throw new BrokerException("The broker refused a message to " + queue);
    }
  }

  @GuardedBy("lock")
  private Channel openChannel(RabbitConnection link) throws IOException {
    Channel open = channel;
    if (open != null && open.isOpen()) {
      return open;
    }
    open = link.openChannel();
    open.confirmSelect();
    returned.clear();
    open.addReturnListener(
        answer ->
            returned.add(answer.getProperties().getMessageId() + ": " + answer.getReplyText()));
    channel = open;
    return open;
  }

  @GuardedBy("lock")
  private void dropChannel() {
    if (channel != null) {
      RabbitConnection.abort(channel);
      channel = null;
    }
  }

  private static BasicProperties properties(Message message, Map<String, Object> headers) {
    return MessageProperties.MINIMAL_PERSISTENT_BASIC
        .builder()
        .messageId(message.id())
        .headers(headers)
        .build();
  }
}
