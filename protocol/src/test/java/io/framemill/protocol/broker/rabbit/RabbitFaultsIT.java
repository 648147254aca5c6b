package io.framemill.protocol.broker.rabbit;

import static io.framemill.protocol.broker.Inbox.eventually;
import static io.framemill.protocol.broker.Inbox.messages;
import static io.framemill.protocol.broker.Inbox.numbered;
import static io.framemill.protocol.broker.Inbox.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Subscription;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Inbox;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.QueueType;
import io.framemill.protocol.broker.Topic;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import io.framemill.testbroker.TcpProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when RabbitMQ, or the way to it, breaks under a broker that is in use. */
@RequiresRabbitServer
class RabbitFaultsIT {
  private static RabbitServer server;
  private TcpProxy proxy;
  private Broker broker;

  @BeforeAll
  static void startServer() {
    server = RabbitServer.start();
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void openBroker() {
    server.clear();
    proxy = new TcpProxy(server.uri());
    broker = RabbitBroker.open(config(QueueType.CLASSIC));
  }

  @AfterEach
  void closeBroker() {
    broker.close();
    proxy.close();
  }

  @Test
  void connectionCut_unsettledDeliveries_comeAgainAndTheSubscriptionGoesOn() {
    Inbox inbox = Inbox.holding();
    broker.consume(Queue.TASKS, 3, inbox);
    broker.publish(Queue.TASKS, numbered(4));
    inbox.await(3).get(0).ack();
    inbox.await(4);
    proxy.cut();
    List<Delivery> deliveries = inbox.await(7);
    assertThat(inbox.bodies()).containsExactly("1", "2", "3", "4", "2", "3", "4");
    assertThat(deliveries.subList(4, 7)).allMatch(Delivery::redelivered);
    // The tags of the lost channel: on the new one they would settle the wrong messages.
    deliveries.subList(1, 4).forEach(Delivery::ack);
    deliveries.subList(4, 7).forEach(Delivery::ack);
    eventually(() -> broker.publish(Queue.TASKS, messages("5")));
    assertThat(inbox.await(8).get(7)).matches(delivery -> !delivery.redelivered());
  }

  @Test
  void connectionCut_listener_hearsAgain() {
    List<String> heard = new CopyOnWriteArrayList<>();
    broker.listen(Topic.CONTROL, body -> heard.add(new String(body, StandardCharsets.UTF_8)));
    proxy.cut();
    eventually(
        () -> {
          broker.broadcast(Topic.CONTROL, new byte[] {'1'});
          assertThat(heard).contains("1");
        });
  }

  @Test
  void connectionCutForAWhile_callsFailUntilItIsBack() {
    proxy.cutForGood();
    eventually(() -> assertThat(broker.isOpen()).isFalse());
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> broker.publish(Queue.TASKS, messages("1")))
        .withMessageContaining("no connection to the broker at 127.0.0.1:");
    broker.broadcast(Topic.CONTROL, new byte[1]);
    proxy.restore();
    eventually(() -> assertThat(broker.isOpen()).isTrue());
    eventually(() -> broker.publish(Queue.TASKS, messages("2")));
  }

  @Test
  void connectionCutAgainAndAgain_nothingConfirmedIsLost() throws InterruptedException {
    List<String> confirmed = new CopyOnWriteArrayList<>();
    Thread saboteur =
        new Thread(
            () -> {
              for (int cuts = 1; cuts <= 10; cuts++) {
                int enough = cuts * 30;
                eventually(() -> assertThat(confirmed).hasSizeGreaterThan(enough));
                proxy.cut();
              }
            });
    saboteur.start();
    for (int number = 1; confirmed.size() < 400; number++) {
      if (publishes("" + number)) {
        confirmed.add("" + number);
      }
    }
    saboteur.join();
    Inbox inbox = Inbox.acking();
    eventually(() -> broker.consume(Queue.TASKS, 100, inbox));
    eventually(() -> assertThat(inbox.bodies()).containsAll(confirmed));
  }

  @Test
  void queueDeletedUnderAConsumer_isMadeAgainAndConsumed() {
    Inbox inbox = Inbox.acking();
    broker.consume(Queue.TASKS, 1, inbox);
    server.delete(Queue.TASKS);
    eventually(() -> broker.publish(Queue.TASKS, messages("1")));
    inbox.await(1);
  }

  @Test
  void publish_queueIsGone_fails() {
    server.delete(Queue.DEAD);
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> broker.publish(Queue.DEAD, numbered(2)))
        .withMessage("The broker returned id-1: NO_ROUTE sent to framemill.dead");
  }

  @Test
  void reject_deadQueueIsGone_failsAndCanBeTriedAgain() {
    Inbox inbox = Inbox.holding();
    broker.consume(Queue.TASKS, 1, inbox);
    broker.publish(Queue.TASKS, numbered(1));
    Delivery delivery = inbox.await(1).get(0);
    server.delete(Queue.DEAD);
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> delivery.reject("unreadable"));
    Broker another = RabbitBroker.open(config(QueueType.CLASSIC));
    delivery.reject("unreadable");
    Inbox dead = Inbox.acking();
    another.consume(Queue.DEAD, 1, dead);
    assertThat(dead.await(1).get(0).deadReason()).isEqualTo("unreadable");
    another.close();
  }

  @Test
  void serverKilled_classicQueues_nothingConfirmedIsLost() {
    broker.publish(Queue.TASKS, numbered(500));
    Inbox inbox = Inbox.holding();
    broker.consume(Queue.TASKS, 5, inbox);
    inbox.await(5);
    server.kill();
    eventually(() -> assertThat(broker.isOpen()).isFalse());
    server.startAgain();
    inbox.await(10);
    assertThat(inbox.await(10).subList(5, 10)).allMatch(Delivery::redelivered);
    eventually(
        () -> {
          inbox.await(1).forEach(Delivery::ack);
          assertThat(inbox.bodies()).containsAll(numbers(500));
        });
  }

  @Test
  void serverStopped_quorumQueues_keepTheirMessages() {
    reopenWith(QueueType.QUORUM);
    broker.publish(Queue.TASKS, numbered(50));
    server.stop();
    server.startAgain();
    Inbox inbox = Inbox.acking();
    eventually(() -> broker.consume(Queue.TASKS, 10, inbox));
    eventually(() -> assertThat(inbox.bodies()).containsAll(numbers(50)));
  }

  @Test
  void deliveredTooOften_quorumQueue_movesToTheDead() {
    reopenWith(QueueType.QUORUM);
    broker.publish(Queue.TASKS, messages("poison"));
    Inbox dead = Inbox.acking();
    broker.consume(Queue.DEAD, 1, dead);
    Inbox inbox = Inbox.holding();
    int deliveries = 0;
    Subscription subscription = broker.consume(Queue.TASKS, 1, inbox);
    while (deliveries <= Topology.DELIVERY_LIMIT) {
      deliveries++;
      inbox.await(deliveries);
      subscription.close();
      subscription = broker.consume(Queue.TASKS, 1, inbox);
    }
    assertThat(dead.await(1).get(0).deadReason())
        .isEqualTo("the broker gave up on it: delivery_limit");
    assertThat(inbox.size()).isEqualTo(deliveries);
  }

  @Test
  void open_queuesOfAnotherType_saysWhatToDo() {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> RabbitBroker.open(config(QueueType.QUORUM)))
        .withMessageContaining("PRECONDITION_FAILED")
        .withMessageContaining("framemill.tasks.cpu")
        .withMessageContaining("has to be deleted first");
  }

  @Test
  void open_wrongPassword_saysWhatToCheck() {
    URI wrong = URI.create(server.uri().toString().replace("guest:guest", "guest:wr0ng"));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> RabbitBroker.open(RabbitConfig.builder(wrong).build()))
        .withMessage(
            "The broker at 127.0.0.1:%d refused user guest: check user and password",
            wrong.getPort());
  }

  private boolean publishes(String number) {
    try {
      broker.publish(Queue.TASKS, messages(number));
      return true;
    } catch (BrokerException e) {
      return false;
    }
  }

  private void reopenWith(QueueType type) {
    broker.close();
    server.clear();
    broker = RabbitBroker.open(config(type));
  }

  private RabbitConfig config(QueueType type) {
    return RabbitConfig.builder(proxy.uri())
        .queueType(type)
        .backoff(Backoff.ofMillis(50, 500))
        .build();
  }
}
