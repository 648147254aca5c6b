package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Inbox;
import io.framemill.protocol.broker.Queue;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A RabbitMQ that gives a consumer one second to settle, where it is half an hour by default. */
@RequiresRabbitServer
class RabbitConsumerTimeoutIT {
  private static final String IMPATIENT =
      "-rabbit consumer_timeout 1000 -rabbit channel_tick_interval 1000";

  private static RabbitServer server;

  @BeforeAll
  static void startServer() {
    server = RabbitServer.start(IMPATIENT);
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void deliveryHeldTooLong_channelClosedByTheServer_isSubscribedAgain() {
    try (Broker broker = RabbitBroker.open(RabbitConfig.builder(server.uri()).build())) {
      Inbox inbox = Inbox.holding();
      // Those that come again are settled at once: this thread may be late by more than a second.
      broker.consume(Queue.TASKS, 1, delivery -> holdTheFirst(inbox, delivery));
      broker.publish(Queue.TASKS, Inbox.numbered(1));
      List<Delivery> deliveries = inbox.await(2);
      assertThat(deliveries.get(1).redelivered()).isTrue();
      deliveries.get(0).ack();
      broker.publish(Queue.TASKS, Inbox.messages("2"));
      inbox.await(3);
      assertThat(inbox.bodies()).containsExactly("1", "1", "2");
    }
  }

  @Test
  void oneByOne_heldTooLong_goesToAnotherAndNothingComesUntilItIsSettled() {
    try (Broker slow = RabbitBroker.open(RabbitConfig.builder(server.uri()).build());
        Broker idle = RabbitBroker.open(RabbitConfig.builder(server.uri()).build())) {
      Inbox held = Inbox.holding();
      slow.consumeOneByOne(Queue.TASKS, Duration.ofSeconds(1), held);
      slow.publish(Queue.TASKS, Inbox.numbered(1));
      Delivery first = held.await(1).get(0);
      Inbox other = Inbox.acking();
      try (Broker.Subscription subscription = idle.consume(Queue.TASKS, 1, other)) {
        assertThat(other.await(1).get(0).redelivered()).isTrue();
      }

      // A message would have to wait for the slow one, were it given to it.
      slow.publish(Queue.TASKS, Inbox.messages("2"));
      Inbox free = Inbox.acking();
      try (Broker.Subscription subscription = idle.consume(Queue.TASKS, 1, free)) {
        free.await(1);
      }
      assertThat(held.bodies()).containsExactly("1");

      first.ack();
      slow.publish(Queue.TASKS, Inbox.messages("3"));
      held.await(2).get(1).ack();
      // This thread may be late by more than a second; then it comes again.
      assertThat(held.bodies()).startsWith("1", "3");
    }
  }

  @Test
  void oneByOne_handlerThrows_theNextMessageComesAllTheSame() {
    try (Broker broker = RabbitBroker.open(RabbitConfig.builder(server.uri()).build())) {
      Inbox inbox = Inbox.acking();
      AtomicBoolean hasThrown = new AtomicBoolean();
      broker.consumeOneByOne(
          Queue.TASKS,
          Duration.ofSeconds(1),
          delivery -> {
            if (!hasThrown.getAndSet(true)) {
              throw new IllegalStateException("of the test");
            }
            inbox.accept(delivery);
          });
      broker.publish(Queue.TASKS, Inbox.numbered(2));

      inbox.await(2);
      assertThat(inbox.bodies()).containsExactlyInAnyOrder("1", "2");
    }
  }

  private static void holdTheFirst(Inbox inbox, Delivery delivery) {
    boolean isFirst = inbox.size() == 0;
    inbox.accept(delivery);
    if (!isFirst) {
      delivery.ack();
    }
  }
}
