package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.BrokerOwner;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mark on a broker of the state that its queues belong to: a durable queue with the state's id
 * among its arguments. RabbitMQ refuses to declare it again with another id, so one declaration
 * both claims and checks, and a controller that reconnects finds its own mark. The single message
 * in it describes for operators where the state is.
 *
 * <p>Brokers that do not compare arguments, such as Qpid, do not refuse.
 */
final class OwnerMark {
  private static final Logger log = LoggerFactory.getLogger(OwnerMark.class);

  /**
   * An argument that RabbitMQ compares (since 2.8). Each new description drops the previous one,
   * which is dead-lettered with this key; no queue has that name, so it is discarded.
   */
  private static final String ID_ARGUMENT = "x-dead-letter-routing-key";

  private static final int MAX_DESCRIPTION_CHARACTERS = 300;

  private final RabbitConfig config;
  private final BrokerOwner owner;
  private final String queue;

  OwnerMark(RabbitConfig config, BrokerOwner owner) {
    this.config = config;
    this.owner = owner;
    this.queue = config.namespace().ownerMark();
  }

  /**
   * Marks the broker, or finds its own mark.
   *
   * @param mayTakeOver whether to take it from another state, if the owner wants that
   * @throws BrokerException if it belongs to another state
   */
  void claim(RabbitConnection link, boolean mayTakeOver) throws IOException {
    if (isClaimed(link)) {
      return;
    }
    String other = otherOwner(link);
    if (owner.takesOver() && mayTakeOver) {
      takeOver(link, other);
    }
    if (!isClaimed(link)) {
      throw new BrokerException(
          ("%s belongs to another controller, with %s; two would take each other's reports. Give"
                  + " this one a --namespace or a virtual host of its own, or, if that state is"
                  + " gone for good, start it once with --take-over-broker")
              .formatted(place(), other));
    }
  }

  /** Declares the mark; false if another state's mark exists. */
  private boolean isClaimed(RabbitConnection link) throws IOException {
    Channel channel = link.openChannel();
    try {
      channel.queueDeclare(queue, true, false, false, arguments());
      byte[] description = owner.description().getBytes(StandardCharsets.UTF_8);
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, description);
      return true;
    } catch (IOException e) {
      if (RabbitErrors.of(e).contains(ID_ARGUMENT)) {
        return false;
      }
      throw e;
    } finally {
      RabbitConnection.abort(channel);
    }
  }

  private Map<String, Object> arguments() {
    return Map.of(
        "x-queue-type",
        config.queueType().argument(),
        "x-dead-letter-exchange",
        "",
        ID_ARGUMENT,
        owner.id(),
        "x-max-length",
        1);
  }

  /** Location of the other state, as its controller described it. */
  private String otherOwner(RabbitConnection link) throws IOException {
    Channel channel = link.openChannel();
    try {
      // Published again instead of requeued: RabbitMQ drops messages that were requeued too often.
      GetResponse mark = channel.basicGet(queue, true);
      if (mark == null) {
        return "a state that is not described";
      }
      BasicProperties properties = mark.getProps();
      channel.basicPublish("", queue, properties, mark.getBody());
      return readable(mark.getBody());
    } finally {
      RabbitConnection.abort(channel);
    }
  }

  /** Sanitizes a description, which any user of the broker can have written. */
  private static String readable(byte[] description) {
    String text = new String(description, StandardCharsets.UTF_8);
    boolean fits = text.codePointCount(0, text.length()) <= MAX_DESCRIPTION_CHARACTERS;
    return PrintableText.of(
        fits ? text : text.substring(0, text.offsetByCodePoints(0, MAX_DESCRIPTION_CHARACTERS)));
  }

  private void takeOver(RabbitConnection link, String other) throws IOException {
    Channel channel = link.openChannel();
    try {
      requireUnused(channel, other);
      int tasks = channel.queuePurge(config.namespace().nameOf(Queue.TASKS)).getMessageCount();
      int unread = channel.queuePurge(config.namespace().nameOf(Queue.REPORTS)).getMessageCount();
      requireUnused(channel, other); // may have started meanwhile
      channel.queueDelete(queue);
      log.warn(
          "{} is taken over from a controller with {}; its {} queued tasks and {} reports are deleted",
          place(),
          other,
          tasks,
          unread);
    } finally {
      RabbitConnection.abort(channel);
    }
  }

  private void requireUnused(Channel channel, String other) throws IOException {
    String reports = config.namespace().nameOf(Queue.REPORTS);
    if (channel.queueDeclarePassive(reports).getConsumerCount() > 0) {
      throw new BrokerException(
          "%s cannot be taken over: a controller works with it now, with %s; stop that one first"
              .formatted(place(), other));
    }
  }

  private String place() {
    String namespace = config.namespace().name();
    return "The broker at "
        + config.address()
        + ", virtual host "
        + config.virtualHost()
        + (namespace.isEmpty() ? "" : ", namespace " + namespace);
  }
}
