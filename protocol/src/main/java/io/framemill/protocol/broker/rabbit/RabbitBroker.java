package io.framemill.protocol.broker.rabbit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.ShutdownSignalException;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.BrokerOwner;
import io.framemill.protocol.broker.DaemonThreads;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that speaks AMQP 0-9-1: RabbitMQ 3.10 or later.
 *
 * <p>All its threads are daemon threads and do not keep the process alive. Handlers run in threads
 * named {@code rabbit-handler-N}; handlers of different subscriptions run at the same time.
 */
public final class RabbitBroker implements Broker {
  private static final Logger log = LoggerFactory.getLogger(RabbitBroker.class);

  /** Prefetch of a listener: it handles messages one by one, so this only hides network latency. */
  private static final int LISTENER_PREFETCH = 100;

  private final RabbitConfig config;
  private final @Nullable OwnerMark mark;
  private final ExecutorService handlers =
      Executors.newCachedThreadPool(new DaemonThreads("rabbit-handler"));
  private final RabbitConnector connector;
  private final ConfirmedPublisher publisher;
  private final TopicPublisher broadcaster;
  private final ConnectionRecovery recovery;
  private final Set<RabbitSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final SubscriptionOwner owner = new SubscriptionOwner();
  private final Object lifecycle = new Object();

  /** The newest connection, open or lost; null until the first one. */
  private volatile @Nullable RabbitConnection link;

  /** Whether the last connection found queues of another owner. */
  private volatile boolean isRefused;

  @GuardedBy("lifecycle")
  private boolean closed;

  private RabbitBroker(RabbitConfig config, @Nullable OwnerMark mark) {
    this.config = config;
    this.mark = mark;
    this.connector = new RabbitConnector(config, handlers);
    this.publisher = new ConfirmedPublisher(this::requireWritable, config);
    this.broadcaster = new TopicPublisher(this::requireWritable, config.namespace());
    this.recovery = new ConnectionRecovery(config.backoff(), this::isWhole, this::repair);
  }

  /**
   * Connects, and declares the queues.
   *
   * @throws BrokerException if there is no broker at that address, or it refuses; not tried again
   */
  public static RabbitBroker open(RabbitConfig config) {
    return open(new RabbitBroker(config, null));
  }

  /**
   * The same for a controller whose state owns the queues from then on. If they come to belong to
   * another state while the connection is lost, it is not restored.
   *
   * @throws BrokerException also if they belong to another state
   */
  public static RabbitBroker open(RabbitConfig config, BrokerOwner owner) {
    return open(new RabbitBroker(config, new OwnerMark(config, owner)));
  }

  private static RabbitBroker open(RabbitBroker broker) {
    try {
      broker.repair();
    } catch (BrokerException e) {
      broker.close();
      throw e;
    }
    broker.recovery.start();
    log.info("Connected to the broker at {}", broker.config.address());
    return broker;
  }

  @Override
  public void publish(Queue queue, List<Message> messages) {
    publisher.publish(queue, messages, Map.of());
  }

  @Override
  public Subscription consume(Queue queue, int prefetch, Consumer<Delivery> handler) {
    return subscribeTo(queue, RabbitSubscription.Terms.prefetching(prefetch), handler);
  }

  @Override
  public Subscription consumeOneByOne(Queue queue, Duration holdTime, Consumer<Delivery> handler) {
    return subscribeTo(queue, RabbitSubscription.Terms.oneByOne(holdTime), handler);
  }

  private Subscription subscribeTo(
      Queue queue, RabbitSubscription.Terms terms, Consumer<Delivery> handler) {
    String name = config.namespace().nameOf(queue);
    return subscribe(
        new RabbitSubscription(name, terms, channel -> name, handler, owner),
        queue == Queue.REPORTS);
  }

  @Override
  public void broadcast(Topic topic, byte[] body) {
    broadcaster.broadcast(topic, body);
  }

  @Override
  public Subscription listen(Topic topic, Consumer<byte[]> listener) {
    Consumer<Delivery> handler =
        delivery -> {
          delivery.ack();
          listener.accept(delivery.message().body());
        };
    String exchange = config.namespace().nameOf(topic);
    return subscribe(
        new RabbitSubscription(
            exchange,
            RabbitSubscription.Terms.prefetching(LISTENER_PREFETCH),
            channel -> Topology.declareInbox(channel, exchange),
            handler,
            owner),
        false);
  }

  @Override
  public boolean isOpen() {
    RabbitConnection current = link;
    return current != null && current.isOpen() && current.blockedBecause() == null;
  }

  /** Why no messages can be published now, one line for operators; empty while they can. */
  public Optional<String> problem() {
    RabbitConnection current = link;
    if (isRefused) {
      return Optional.of(
          "The queues of the message broker belong to another controller's state; the log says"
              + " which");
    }
    if (current == null || !current.isOpen()) {
      return Optional.of("No connection to the message broker");
    }
    return Optional.ofNullable(current.blockedBecause())
        .map(reason -> "The message broker takes no messages: " + reason);
  }

  @Override
  public void close() {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      closed = true;
    }
    recovery.close();
    subscriptions.forEach(RabbitSubscription::mute);
    RabbitConnection last = link;
    if (last != null) {
      last.close(config.connectTimeout());
    }
    handlers.shutdown();
  }

  private Subscription subscribe(RabbitSubscription subscription, boolean asOwner) {
    RabbitConnection current = requireOpen();
    subscriptions.add(subscription);
    try {
      subscription.attach(current);
      if (asOwner) {
        claimAgain(current);
      }
    } catch (IOException | ShutdownSignalException e) {
      subscription.close();
      throw new BrokerException("Cannot subscribe (" + RabbitErrors.of(e) + ")", e);
    } catch (BrokerException e) {
      subscription.close();
      throw e;
    }
    return subscription;
  }

  private RabbitConnection requireOpen() {
    RabbitConnection current = link;
    if (current == null || !current.isOpen()) {
      throw new BrokerException("There is no connection to the broker at " + config.address());
    }
    return current;
  }

  private RabbitConnection requireWritable() {
    RabbitConnection current = requireOpen();
    String blockedBecause = current.blockedBecause();
    if (blockedBecause != null) {
      throw new BrokerException(
          "The broker at " + config.address() + " takes no messages (" + blockedBecause + ")");
    }
    return current;
  }

  private boolean isWhole() {
    RabbitConnection current = link;
    return current != null
        && current.isOpen()
        && subscriptions.stream().allMatch(RabbitSubscription::isAttached);
  }

  /** Restores what is missing, and leaves the rest unchanged. */
  private void repair() {
    try {
      RabbitConnection last = link;
      boolean isLost = last == null || !last.isOpen();
      RabbitConnection current = last == null || isLost ? connect() : last;
      if (!isLost) {
        Topology.declare(current, config);
      }
      for (RabbitSubscription subscription : subscriptions) {
        subscription.attach(current);
      }
      if (isLost && !subscriptions.isEmpty()) {
        claimAgain(current);
      }
    } catch (IOException | ShutdownSignalException e) {
      throw notSetUp(e);
    }
  }

  private BrokerException notSetUp(Exception e) {
    String message =
        "Cannot set up the queues on the broker at %s (%s)"
            .formatted(config.address(), RabbitErrors.of(e));
    return RabbitErrors.isRefusal(e)
        ? new BrokerException(
            message + "; one that was made with other settings has to be deleted first", e)
        : BrokerException.unreachable(message + ": is RabbitMQ there still starting?", e);
  }

  /**
   * Claims the mark again after the consumer of reports is registered: another controller may have
   * found no consumer just before, and have replaced the mark. The connection is closed in that
   * case.
   */
  private void claimAgain(RabbitConnection current) throws IOException {
    try {
      if (mark != null) {
        mark.claim(current, false);
      }
    } catch (IOException | RuntimeException e) {
      current.close(config.connectTimeout());
      throw e;
    }
  }

  /** Connects; nothing is published or received before the ownership of the queues is certain. */
  private RabbitConnection connect() throws IOException {
    boolean again = link != null;
    RabbitConnection next = new RabbitConnection(connector.connect());
    try {
      Topology.declare(next, config);
      if (mark != null) {
        claim(mark, next, !again);
      }
      adopt(next);
    } catch (IOException | RuntimeException e) {
      next.close(config.connectTimeout());
      throw e;
    }
    next.onLost(this::onLost);
    if (again) {
      log.info("Connected to the broker at {} again", config.address());
    }
    return next;
  }

  private void claim(OwnerMark ours, RabbitConnection next, boolean mayTakeOver)
      throws IOException {
    try {
      ours.claim(next, mayTakeOver);
      isRefused = false;
    } catch (BrokerException e) {
      isRefused = !e.isUnreachable();
      throw e;
    }
  }

  private void adopt(RabbitConnection next) {
    synchronized (lifecycle) {
      if (closed) {
        throw new BrokerException("The broker was closed");
      }
      link = next;
    }
  }

  private void onLost(String reason) {
    log.warn("Lost the broker at {} ({})", config.address(), reason);
    recovery.look();
  }

  private final class SubscriptionOwner implements RabbitSubscription.Owner {
    @Override
    public void look() {
      recovery.look();
    }

    @Override
    public void onClosed(RabbitSubscription subscription) {
      subscriptions.remove(subscription);
    }

    @Override
    public ConfirmedPublisher publisher() {
      return publisher;
    }
  }
}
