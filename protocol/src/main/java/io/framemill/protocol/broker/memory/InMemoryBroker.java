package io.framemill.protocol.broker.memory;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A broker inside one JVM, for a controller and a worker that share it. Queues behave like durable
 * ones but are lost with the process.
 *
 * <p>Each subscription has a daemon thread of its own.
 */
public final class InMemoryBroker implements Broker {
  /** Maximum backlog of a slow listener; the oldest messages are dropped. */
  private static final int TOPIC_CAPACITY = 1000;

  private final Map<Queue, MemoryQueue> queues = new EnumMap<>(Queue.class);
  private final Map<Topic, Set<MemoryQueue>> listeners = new EnumMap<>(Topic.class);
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threads = new AtomicInteger();
  private volatile boolean open = true;

  public InMemoryBroker() {
    for (Queue queue : Queue.values()) {
      queues.put(queue, new MemoryQueue(queue == Queue.REPORTS, Integer.MAX_VALUE));
    }
    for (Topic topic : Topic.values()) {
      listeners.put(topic, ConcurrentHashMap.newKeySet());
    }
  }

  @Override
  public void publish(Queue queue, List<Message> messages) {
    requireOpen();
    of(queue).add(messages);
  }

  @Override
  public Subscription consume(Queue queue, int prefetch, Consumer<Delivery> handler) {
    requireOpen();
    MemoryQueue source = of(queue);
    MemoryConsumer consumer =
        new MemoryConsumer(source, prefetch, of(Queue.DEAD), handler, subscriptions::remove);
    return start(consumer, queue.queueName());
  }

  @Override
  public void broadcast(Topic topic, byte[] body) {
    List<Message> message = List.of(new Message("", body));
    for (MemoryQueue inbox : of(topic)) {
      inbox.add(message);
    }
  }

  @Override
  public Subscription listen(Topic topic, Consumer<byte[]> listener) {
    requireOpen();
    MemoryQueue inbox = new MemoryQueue(false, TOPIC_CAPACITY);
    Consumer<Delivery> handler =
        delivery -> {
          delivery.ack();
          listener.accept(delivery.message().body());
        };
    MemoryConsumer consumer =
        new MemoryConsumer(
            inbox,
            TOPIC_CAPACITY,
            of(Queue.DEAD),
            handler,
            closed -> {
              of(topic).remove(inbox);
              subscriptions.remove(closed);
            });
    of(topic).add(inbox);
    return start(consumer, topic.exchangeName());
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    subscriptions.forEach(Subscription::close);
  }

  private Subscription start(MemoryConsumer consumer, String name) {
    subscriptions.add(consumer);
    consumer.start(name + "-" + threads.incrementAndGet());
    if (!open) {
      consumer.close();
      requireOpen();
    }
    return consumer;
  }

  private void requireOpen() {
    if (!open) {
      throw new BrokerException("The broker is closed");
    }
  }

  private MemoryQueue of(Queue queue) {
    return Objects.requireNonNull(queues.get(queue));
  }

  private Set<MemoryQueue> of(Topic topic) {
    return Objects.requireNonNull(listeners.get(topic));
  }
}
