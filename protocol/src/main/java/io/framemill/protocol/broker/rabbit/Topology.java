package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.QueueType;
import io.framemill.protocol.broker.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Declares the objects on the broker: the durable queues and an exchange for each topic. */
final class Topology {
  /** Number of deliveries of one message before the broker dead-letters it. */
  static final int DELIVERY_LIMIT = 20;

  /** Maximum backlog of a slow listener on the broker; the oldest messages are dropped. */
  private static final int TOPIC_CAPACITY = 1000;

  private Topology() {}

  /** Declares everything; existing objects are unchanged. */
  static void declare(RabbitConnection link, RabbitConfig config) throws IOException {
    Namespace names = config.namespace();
    Channel channel = link.openChannel();
    try {
      for (Queue queue : Queue.values()) {
        channel.queueDeclare(names.nameOf(queue), true, false, false, arguments(queue, config));
      }
      for (Topic topic : Topic.values()) {
        channel.exchangeDeclare(names.nameOf(topic), BuiltinExchangeType.FANOUT, true);
      }
    } finally {
      RabbitConnection.abort(channel);
    }
  }

  /** Declares a queue that receives a topic while this connection lives. */
  static String declareInbox(Channel channel, String exchange) throws IOException {
    Map<String, Object> arguments = Map.of("x-max-length", TOPIC_CAPACITY);
    String inbox = channel.queueDeclare("", false, true, true, arguments).getQueue();
    channel.queueBind(inbox, exchange, "");
    return inbox;
  }

  private static Map<String, Object> arguments(Queue queue, RabbitConfig config) {
    QueueType type = config.queueType();
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-queue-type", type.argument());
    if (queue == Queue.DEAD) {
      return arguments;
    }
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", config.namespace().nameOf(Queue.DEAD));
    if (queue == Queue.REPORTS) {
      arguments.put("x-single-active-consumer", true);
    }
    if (type == QueueType.QUORUM) {
      arguments.put("x-delivery-limit", DELIVERY_LIMIT);
      // A dead letter waits for the confirm of the queue DEAD; this needs the overflow setting.
      arguments.put("x-dead-letter-strategy", "at-least-once");
      arguments.put("x-overflow", "reject-publish");
    }
    return arguments;
  }
}
