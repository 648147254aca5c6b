package io.framemill.protocol.broker;

import static io.framemill.protocol.broker.Inbox.eventually;
import static io.framemill.protocol.broker.Inbox.messages;
import static io.framemill.protocol.broker.Inbox.numbered;
import static io.framemill.protocol.broker.Inbox.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.Broker.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Broker} does; a subclass for each kind. */
public abstract class BrokerContract {
  private Broker broker;

  /** Opens a broker whose queues are empty. */
  public abstract Broker open();

  @BeforeEach
  final void openBroker() {
    broker = open();
  }

  @AfterEach
  final void closeBroker() {
    broker.close();
  }

  @Test
  void publish_manyMessages_arriveInOrder() {
    Inbox inbox = Inbox.acking();
    broker.publish(Queue.TASKS, numbered(1000));
    broker.consume(Queue.TASKS, 50, inbox);
    inbox.await(1000);
    assertThat(inbox.bodies()).isEqualTo(numbers(1000));
  }

  @Test
  void publish_message_arrivesWithItsIdAndNotRedelivered() {
    Inbox inbox = Inbox.acking();
    broker.consume(Queue.TASKS, 1, inbox);
    broker.publish(Queue.TASKS, List.of(new Message("job-1/video-0001#1", new byte[] {1, 0, -1})));
    Delivery delivery = inbox.await(1).get(0);
    assertThat(delivery.message().id()).isEqualTo("job-1/video-0001#1");
    assertThat(delivery.message().body()).containsExactly(1, 0, -1);
    assertThat(delivery.redelivered()).isFalse();
    assertThat(delivery.deadReason()).isNull();
  }

  @Test
  void publish_nothing_doesNothing() {
    assertThatCode(() -> broker.publish(Queue.TASKS, List.of())).doesNotThrowAnyException();
  }

  @Test
  void publish_messageOfSeveralMegabytes_arrivesWhole() {
    byte[] body = new byte[7 << 20];
    new Random(42).nextBytes(body);
    Inbox inbox = Inbox.acking();
    broker.consume(Queue.REPORTS, 1, inbox);
    broker.publish(Queue.REPORTS, List.of(new Message("big", body)));
    assertThat(Arrays.equals(inbox.await(1).get(0).message().body(), body)).isTrue();
  }

  @Test
  void publish_fromSeveralThreads_losesNothingAndKeepsEachThreadsOrder() throws Exception {
    Inbox inbox = Inbox.acking();
    broker.consume(Queue.TASKS, 50, inbox);
    ExecutorService publishers = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (String thread : List.of("a", "b", "c", "d")) {
      done.add(
          publishers.submit(
              () -> numbers(40).forEach(n -> broker.publish(Queue.TASKS, messages(thread + n)))));
    }
    for (Future<?> future : done) {
      future.get();
    }
    publishers.shutdown();
    inbox.await(160);
    for (String thread : List.of("a", "b", "c", "d")) {
      assertThat(inbox.bodies().stream().filter(body -> body.startsWith(thread)))
          .containsExactlyElementsOf(numbers(40).stream().map(n -> thread + n).toList());
    }
  }

  @Test
  void consume_unsettledDeliveries_areNeverMoreThanPrefetch() {
    Inbox inbox = Inbox.holding();
    broker.publish(Queue.TASKS, numbered(10));
    broker.consume(Queue.TASKS, 3, inbox);
    inbox.await(3);
    staysAt(inbox, 3);
    inbox.await(3).get(1).ack();
    inbox.await(4);
    staysAt(inbox, 4);
  }

  @Test
  void consume_prefetchOfZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> broker.consume(Queue.TASKS, 0, Inbox.acking()));
  }

  @Test
  void consume_severalConsumersOfTasks_share() {
    Inbox first = Inbox.holding();
    Inbox second = Inbox.holding();
    broker.consume(Queue.TASKS, 2, first);
    broker.consume(Queue.TASKS, 2, second);
    broker.publish(Queue.TASKS, numbered(4));
    first.await(2);
    second.await(2);
    List<String> all = new ArrayList<>(first.bodies());
    all.addAll(second.bodies());
    assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(4));
  }

  @Test
  void consume_handlerThrows_goesOnAndTheDeliveryStaysUnsettled() {
    Inbox inbox = Inbox.acking();
    Subscription subscription =
        broker.consume(
            Queue.TASKS,
            2,
            delivery -> {
              if (Inbox.text(delivery).equals("1")) {
                throw new IllegalStateException("a handler with a bug");
              }
              inbox.accept(delivery);
            });
    broker.publish(Queue.TASKS, numbered(3));
    inbox.await(2);
    assertThat(inbox.bodies()).containsExactly("2", "3");
    subscription.close();
    assertThat(drained(Queue.TASKS, 1)).containsExactly("1 again");
  }

  @Test
  void ack_fromAnotherThread_settles() throws Exception {
    Inbox inbox = Inbox.holding();
    Subscription subscription = broker.consume(Queue.TASKS, 1, inbox);
    broker.publish(Queue.TASKS, numbered(2));
    Thread other = new Thread(inbox.await(1).get(0)::ack);
    other.start();
    other.join();
    inbox.await(2).get(1).ack();
    subscription.close();
    broker.publish(Queue.TASKS, messages("3"));
    assertThat(drained(Queue.TASKS, 1)).containsExactly("3");
  }

  @Test
  void ack_twice_isHarmless() {
    Inbox inbox = Inbox.holding();
    broker.consume(Queue.TASKS, 1, inbox);
    broker.publish(Queue.TASKS, numbered(2));
    inbox.await(1).get(0).ack();
    inbox.await(2).get(0).ack();
    inbox.await(2).get(1).ack();
    broker.publish(Queue.TASKS, messages("3"));
    assertThat(Inbox.text(inbox.await(3).get(2))).isEqualTo("3");
  }

  @Test
  void close_unsettledDeliveries_comeBackFirstInOrderAndMarked() {
    Inbox inbox = Inbox.holding();
    broker.publish(Queue.TASKS, numbered(5));
    Subscription subscription = broker.consume(Queue.TASKS, 3, inbox);
    inbox.await(3).get(1).ack();
    inbox.await(4);
    subscription.close();
    assertThat(drained(Queue.TASKS, 4)).containsExactly("1 again", "3 again", "4 again", "5");
  }

  @Test
  void pause_always_getsNoMoreAndSettlesWhatItHas() {
    Inbox paused = Inbox.holding();
    broker.publish(Queue.TASKS, numbered(2));
    Subscription subscription = broker.consume(Queue.TASKS, 5, paused);
    paused.await(2);
    subscription.pause();
    broker.publish(Queue.TASKS, messages("3"));
    assertThat(drained(Queue.TASKS, 1)).containsExactly("3");

    paused.await(2).get(0).ack();
    subscription.close();
    assertThat(drained(Queue.TASKS, 1)).containsExactly("2 again");
    assertThat(paused.size()).isEqualTo(2);
  }

  @Test
  void close_settledDeliveries_neverComeBack() {
    Inbox inbox = Inbox.acking();
    Subscription subscription = broker.consume(Queue.TASKS, 10, inbox);
    broker.publish(Queue.TASKS, numbered(10));
    inbox.await(10);
    subscription.close();
    broker.publish(Queue.TASKS, messages("last"));
    assertThat(drained(Queue.TASKS, 1)).containsExactly("last");
  }

  @Test
  void close_thenAckOrReject_doNothing() {
    Inbox inbox = Inbox.holding();
    broker.publish(Queue.TASKS, numbered(2));
    Subscription subscription = broker.consume(Queue.TASKS, 2, inbox);
    inbox.await(2);
    subscription.close();
    inbox.await(2).get(0).ack();
    inbox.await(2).get(1).reject("too late");
    assertThat(drained(Queue.TASKS, 2)).containsExactly("1 again", "2 again");
    broker.publish(Queue.DEAD, messages("only"));
    assertThat(drained(Queue.DEAD, 1)).containsExactly("only");
  }

  @Test
  void close_whileMessagesFlow_losesNone() {
    broker.publish(Queue.TASKS, numbered(300));
    List<String> acked = new CopyOnWriteArrayList<>();
    Subscription subscription =
        broker.consume(
            Queue.TASKS,
            20,
            delivery -> {
              acked.add(Inbox.text(delivery));
              delivery.ack();
            });
    eventually(() -> assertThat(acked).hasSizeGreaterThan(50));
    subscription.close();
    Inbox rest = Inbox.acking();
    broker.consume(Queue.TASKS, 20, rest);
    eventually(
        () -> {
          List<String> all = new ArrayList<>(acked);
          all.addAll(rest.bodies());
          assertThat(all).containsAll(numbers(300));
        });
  }

  @Test
  void close_fromTheHandler_ends() {
    CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    Inbox inbox = Inbox.holding();
    subscription.complete(
        broker.consume(
            Queue.TASKS,
            1,
            delivery -> {
              inbox.accept(delivery);
              subscription.join().close();
            }));
    broker.publish(Queue.TASKS, numbered(1));
    inbox.await(1);
    assertThat(drained(Queue.TASKS, 1)).containsExactly("1 again");
  }

  @Test
  void consume_severalConsumersOfReports_oneGetsAllUntilItIsGone() {
    Inbox first = Inbox.holding();
    Inbox second = Inbox.holding();
    Subscription active = broker.consume(Queue.REPORTS, 10, first);
    broker.consume(Queue.REPORTS, 10, second);
    broker.publish(Queue.REPORTS, numbered(4));
    first.await(4).get(0).ack();
    assertThat(second.size()).isZero();
    active.close();
    second.await(3);
    broker.publish(Queue.REPORTS, messages("5"));
    second.await(4);
    assertThat(second.bodies()).containsExactly("2", "3", "4", "5");
    assertThat(second.await(4))
        .extracting(Delivery::redelivered)
        .containsExactly(true, true, true, false);
  }

  @Test
  void reject_message_movesToTheDeadWithItsReason() {
    Inbox inbox = Inbox.holding();
    Subscription subscription = broker.consume(Queue.TASKS, 5, inbox);
    broker.publish(Queue.TASKS, numbered(2));
    inbox.await(2).get(0).reject("not a task: version 9");
    inbox.await(2).get(1).ack();
    Inbox dead = Inbox.acking();
    broker.consume(Queue.DEAD, 1, dead);
    Delivery letter = dead.await(1).get(0);
    assertThat(letter.message().id()).isEqualTo("id-1");
    assertThat(Inbox.text(letter)).isEqualTo("1");
    assertThat(letter.deadReason()).isEqualTo("not a task: version 9");
    subscription.close();
    broker.publish(Queue.TASKS, messages("3"));
    assertThat(drained(Queue.TASKS, 1)).containsExactly("3");
  }

  @Test
  void broadcast_severalListeners_allHear() {
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    broker.listen(Topic.CONTROL, body -> first.add(utf8(body)));
    broker.listen(Topic.CONTROL, body -> second.add(utf8(body)));
    broker.listen(Topic.PROGRESS, body -> first.add("wrong topic"));
    for (String word : numbers(20)) {
      broker.broadcast(Topic.CONTROL, word.getBytes(StandardCharsets.UTF_8));
    }
    eventually(() -> assertThat(first).isEqualTo(numbers(20)));
    eventually(() -> assertThat(second).isEqualTo(numbers(20)));
  }

  @Test
  void broadcast_withoutListeners_isLost() {
    broker.broadcast(Topic.PROGRESS, new byte[] {'1'});
    List<String> heard = new CopyOnWriteArrayList<>();
    broker.listen(Topic.PROGRESS, body -> heard.add(utf8(body)));
    broker.broadcast(Topic.PROGRESS, new byte[] {'2'});
    eventually(() -> assertThat(heard).containsExactly("2"));
  }

  @Test
  void listen_closed_hearsNoMore() {
    List<String> closed = new CopyOnWriteArrayList<>();
    List<String> open = new CopyOnWriteArrayList<>();
    Subscription subscription = broker.listen(Topic.CONTROL, body -> closed.add(utf8(body)));
    broker.listen(Topic.CONTROL, body -> open.add(utf8(body)));
    subscription.close();
    broker.broadcast(Topic.CONTROL, new byte[] {'1'});
    eventually(() -> assertThat(open).containsExactly("1"));
    assertThat(closed).isEmpty();
  }

  @Test
  void listen_listenerThrows_goesOn() {
    List<String> heard = new CopyOnWriteArrayList<>();
    broker.listen(
        Topic.CONTROL,
        body -> {
          heard.add(utf8(body));
          throw new IllegalStateException("a listener with a bug");
        });
    broker.broadcast(Topic.CONTROL, new byte[] {'1'});
    broker.broadcast(Topic.CONTROL, new byte[] {'2'});
    eventually(() -> assertThat(heard).containsExactly("1", "2"));
  }

  @Test
  void close_broker_refusesEverythingButBroadcastsAndClosing() {
    assertThat(broker.isOpen()).isTrue();
    Subscription subscription = broker.consume(Queue.TASKS, 1, Inbox.acking());
    broker.close();
    assertThat(broker.isOpen()).isFalse();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> broker.publish(Queue.TASKS, messages("1")));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> broker.consume(Queue.TASKS, 1, Inbox.acking()));
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> broker.listen(Topic.CONTROL, body -> {}));
    assertThatCode(() -> broker.broadcast(Topic.CONTROL, new byte[1])).doesNotThrowAnyException();
    assertThatCode(subscription::close).doesNotThrowAnyException();
    assertThatCode(broker::close).doesNotThrowAnyException();
  }

  /** Takes what is in a queue; what had been delivered before says so. */
  private List<String> drained(Queue queue, int count) {
    Inbox inbox = Inbox.acking();
    try (Subscription subscription = broker.consume(queue, 100, inbox)) {
      return inbox.await(count).stream()
          .map(delivery -> Inbox.text(delivery) + (delivery.redelivered() ? " again" : ""))
          .toList();
    }
  }

  private static void staysAt(Inbox inbox, int count) {
    Inbox.patiently()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(inbox.size()).isEqualTo(count));
  }

  private static String utf8(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
