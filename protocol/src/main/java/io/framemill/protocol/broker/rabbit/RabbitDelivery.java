package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivery on one channel. It keeps that channel, because delivery tags are valid on it only: a
 * settlement after the channel was lost finds it closed and does nothing.
 */
final class RabbitDelivery implements Delivery {
  /** Header with the reason of a dead letter. */
  private static final String REASON_HEADER = "framemill-reason";

  /** Header that RabbitMQ sets when it dead-letters a message itself. */
  private static final String BROKERS_REASON_HEADER = "x-first-death-reason";

  private static final int MAX_REASON_CHARACTERS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(RabbitDelivery.class);

  private final Channel channel;
  private final ConfirmedPublisher publisher;
  private final Envelope envelope;
  private final Map<String, Object> headers;
  private final Message message;
  private final Runnable onSettled;
  private final AtomicBoolean settled = new AtomicBoolean();

  /**
   * @param onSettled called once the application has settled it, even if the broker cannot be told
   *     any more; must not block
   */
  RabbitDelivery(
      Channel channel,
      ConfirmedPublisher publisher,
      Envelope envelope,
      BasicProperties properties,
      byte[] body,
      Runnable onSettled) {
    this.onSettled = onSettled;
    this.channel = channel;
    this.publisher = publisher;
    this.envelope = envelope;
    this.headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    String id = properties.getMessageId();
    this.message = new Message(id == null ? "" : id, body);
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public boolean redelivered() {
    return envelope.isRedeliver();
  }

  @Override
  public @Nullable String deadReason() {
    Object reason = headers.get(REASON_HEADER);
    if (reason != null) {
      return reason.toString();
    }
    Object brokers = headers.get(BROKERS_REASON_HEADER);
    return brokers == null ? null : "the broker gave up on it: " + brokers;
  }

  @Override
  public void ack() {
    if (settled.compareAndSet(false, true)) {
      acknowledge();
    }
  }

  @Override
  public void reject(String reason) {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    if (!channel.isOpen()) {
      onSettled.run();
      return;
    }
    try {
      Map<String, Object> why = Map.of(REASON_HEADER, shortened(reason));
      publisher.publish(Queue.DEAD, List.of(message), why);
    } catch (BrokerException e) {
      settled.set(false);
      throw e;
    }
    acknowledge();
  }

  /**
   * Shortens the reason: all headers of a message share one frame, and a frame that is too large
   * ends the connection.
   */
  private static String shortened(String reason) {
    return reason.length() <= MAX_REASON_CHARACTERS
        ? reason
        : reason.substring(0, MAX_REASON_CHARACTERS) + "...";
  }

  private void acknowledge() {
    try {
      channel.basicAck(envelope.getDeliveryTag(), false);
    } catch (IOException | AlreadyClosedException e) {
      log.debug("Message {} will be delivered again: {}", message.id(), RabbitErrors.of(e));
    } finally {
      onSettled.run();
    }
  }
}
