package io.framemill.protocol.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** A handler that keeps what it is given, for a test to look at. */
public final class Inbox implements Consumer<Delivery> {
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final boolean acking;

  private Inbox(boolean acking) {
    this.acking = acking;
  }

  /** Settles nothing on its own. */
  public static Inbox holding() {
    return new Inbox(false);
  }

  /** Acknowledges everything at once. */
  public static Inbox acking() {
    return new Inbox(true);
  }

  @Override
  public void accept(Delivery delivery) {
    deliveries.add(delivery);
    if (acking) {
      delivery.ack();
    }
  }

  /** Waits for this many, and returns all that came. */
  public List<Delivery> await(int count) {
    eventually(() -> assertThat(deliveries).hasSizeGreaterThanOrEqualTo(count));
    return deliveries;
  }

  public List<String> bodies() {
    return deliveries.stream().map(Inbox::text).toList();
  }

  public int size() {
    return deliveries.size();
  }

  /** Tries again while the assertion fails or the broker is away. */
  public static void eventually(ThrowingRunnable assertion) {
    patiently().ignoreException(BrokerException.class).untilAsserted(assertion);
  }

  static ConditionFactory patiently() {
    return Awaitility.await();
  }

  public static String text(Delivery delivery) {
    return new String(delivery.message().body(), StandardCharsets.UTF_8);
  }

  static Message message(String body) {
    return new Message("id-" + body, body.getBytes(StandardCharsets.UTF_8));
  }

  public static List<Message> messages(String... bodies) {
    return Arrays.stream(bodies).map(Inbox::message).toList();
  }

  /** Bodies {@code 1} to {@code count}. */
  public static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  public static List<Message> numbered(int count) {
    return new ArrayList<>(numbers(count).stream().map(Inbox::message).toList());
  }
}
