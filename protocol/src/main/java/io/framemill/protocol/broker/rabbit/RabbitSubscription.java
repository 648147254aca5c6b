package io.framemill.protocol.broker.rabbit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription that survives lost channels and connections.
 *
 * <p>Invariants: (1) at most one channel is open for it; (2) threads of the client library never
 * take its lock, because the holder may be waiting for them; (3) a one-by-one subscription does not
 * attach while a delivery is unsettled.
 */
final class RabbitSubscription implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(RabbitSubscription.class);

  /**
   * In milliseconds. RabbitMQ 3.11.15 introduced it for consumers (pull request 7981 of
   * rabbitmq-server) and soon removed it (8260); other versions ignore it.
   */
  private static final String TIMEOUT_ARGUMENT = "x-consumer-timeout";

  private final String name;
  private final Terms terms;
  private final Inbox inbox;
  private final Consumer<Delivery> handler;
  private final Owner owner;
  private volatile boolean closed;

  private final AtomicInteger unsettled = new AtomicInteger();

  @GuardedBy("this")
  private boolean paused;

  @GuardedBy("this")
  private @Nullable String consumerTag;

  @GuardedBy("this")
  private @Nullable Channel channel;

  RabbitSubscription(
      String name, Terms terms, Inbox inbox, Consumer<Delivery> handler, Owner owner) {
    this.name = name;
    this.terms = terms;
    this.inbox = inbox;
    this.handler = handler;
    this.owner = owner;
  }

  /** Whether it is attached as it should be, and holds no channel that it does not need. */
  synchronized boolean isAttached() {
    boolean isOpen = channel != null && channel.isOpen();
    if (closed || paused) {
      return closed || (isOpen && unsettled.get() > 0);
    }
    return isOpen || (terms.oneByOne() && unsettled.get() > 0);
  }

  /** Starts to consume on this connection, unless it does already. */
  synchronized void attach(RabbitConnection link) throws IOException {
    if (isAttached()) {
      return;
    }
    if (paused) {
      close();
      return;
    }
    boolean again = channel != null;
    Channel next = link.openChannel();
    String tag;
    try {
      next.basicQos(terms.prefetch());
      tag = next.basicConsume(inbox.queueOn(next), false, terms.arguments(), new Receiver(next));
      next.addShutdownListener(this::onShutdown);
    } catch (IOException | RuntimeException e) {
      RabbitConnection.abort(next);
      throw e;
    }
    channel = next;
    consumerTag = tag;
    if (again) {
      log.info("Receiving from {} again", name);
    }
  }

  /**
   * Messages lost with a connection are not requested again, either. Closes once all are settled.
   */
  @Override
  public synchronized void pause() {
    paused = true;
    if (channel == null || consumerTag == null || !channel.isOpen()) {
      return;
    }
    try {
      channel.basicCancel(consumerTag);
    } catch (IOException | ShutdownSignalException e) {
      log.debug("The subscription to {} has ended already ({})", name, RabbitErrors.of(e));
    }
    owner.look();
  }

  /** Stops calls of the handler; the channel ends with its connection. */
  void mute() {
    closed = true;
  }

  /** Does not wait for a running call of the handler, because the handler itself may close. */
  @Override
  public void close() {
    mute();
    synchronized (this) {
      if (channel != null) {
        RabbitConnection.abort(channel);
      }
    }
    owner.onClosed(this);
  }

  private void onShutdown(ShutdownSignalException signal) {
    if (!signal.isHardError() && !signal.isInitiatedByApplication()) {
      log.warn("The broker ended the subscription to {} ({})", name, RabbitErrors.of(signal));
    }
    owner.look();
  }

  private void onSettled() {
    if (unsettled.decrementAndGet() == 0) {
      owner.look();
    }
  }

  /**
   * Terms of consumption.
   *
   * @param prefetch messages that may be unsettled at a time, 1 to 65535
   * @param oneByOne whether deliveries of a lost channel have to be settled first
   * @param arguments for the broker
   */
  record Terms(int prefetch, boolean oneByOne, Map<String, Object> arguments) {
    Terms {
      if (prefetch < 1 || prefetch > 0xffff) {
        throw new IllegalArgumentException("prefetch is 1 to 65535: " + prefetch);
      }
      arguments = Map.copyOf(arguments);
    }

    static Terms prefetching(int messages) {
      return new Terms(messages, false, Map.of());
    }

    /** See {@link Broker#consumeOneByOne}. */
    static Terms oneByOne(Duration holdTime) {
      if (holdTime.isNegative() || holdTime.isZero()) {
        throw new IllegalArgumentException("hold time is not positive: " + holdTime);
      }
      return new Terms(1, true, Map.of(TIMEOUT_ARGUMENT, holdTime.toMillis()));
    }
  }

  /** Declares or names the queue to consume. */
  interface Inbox {
    String queueOn(Channel channel) throws IOException;
  }

  /** Owner that keeps the subscription alive. Called from any thread; must not block. */
  interface Owner {
    /** Something may be missing: the channel, or a replacement that is possible now. */
    void look();

    void onClosed(RabbitSubscription subscription);

    ConfirmedPublisher publisher();
  }

  private final class Receiver extends DefaultConsumer {
    Receiver(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) {
      if (closed) {
        return;
      }
      unsettled.incrementAndGet();
      Delivery delivery =
          new RabbitDelivery(
              getChannel(),
              owner.publisher(),
              envelope,
              properties,
              body,
              RabbitSubscription.this::onSettled);
      try {
        handler.accept(delivery);
      } catch (RuntimeException e) {
        log.error("The handler failed on message {}", delivery.message().id(), e);
        if (terms.oneByOne()) {
          // Nobody would settle it, and nothing else would ever be delivered on this channel.
          RabbitConnection.abort(getChannel());
          onSettled();
        }
      }
    }

    /** The queue was deleted, or its node is down: the channel is open but receives nothing. */
    @Override
    public void handleCancel(String tag) {
      log.warn("The broker ended the subscription to {} (queue deleted or moved)", name);
      RabbitConnection.abort(getChannel());
    }
  }
}
