package io.framemill.protocol.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A RabbitMQ that gives a consumer one second to settle, where it is half an hour by default. */
@RequiresRabbitServer
class RabbitConsumerTimeoutIT {
  private static final String IMPATIENT =
      "-rabbit consumer_timeout 1000 -rabbit channel_tick_interval 1000";

  @Test
  void deliveryHeldTooLong_channelClosedByTheServer_isSubscribedAgain() {
    try (RabbitServer server = RabbitServer.start(IMPATIENT);
        Broker broker = RabbitBroker.open(RabbitConfig.builder(server.uri()).build())) {
      Inbox inbox = Inbox.holding();
      broker.consume(Queue.TASKS, 1, inbox);
      broker.publish(Queue.TASKS, Inbox.numbered(1));
      List<Delivery> deliveries = inbox.await(2);
      assertThat(deliveries.get(1).redelivered()).isTrue();
      deliveries.get(0).ack();
      deliveries.get(1).ack();
      broker.publish(Queue.TASKS, Inbox.messages("2"));
      inbox.await(3).get(2).ack();
      assertThat(inbox.bodies()).containsExactly("1", "1", "2");
    }
  }
}
