package io.framemill.protocol.broker.memory;

import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.Broker.Subscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription to an in-memory queue, with the thread that calls its handler. */
final class MemoryConsumer implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(MemoryConsumer.class);

  private final MemoryQueue queue;
  private final int prefetch;
  private final MemoryQueue dead;
  private final Consumer<Delivery> handler;
  private final Consumer<Subscription> onClose;

  MemoryConsumer(
      MemoryQueue queue,
      int prefetch,
      MemoryQueue dead,
      Consumer<Delivery> handler,
      Consumer<Subscription> onClose) {
    if (prefetch < 1) {
      throw new IllegalArgumentException("prefetch is from 1: " + prefetch);
    }
    this.queue = queue;
    this.prefetch = prefetch;
    this.dead = dead;
    this.handler = handler;
    this.onClose = onClose;
  }

  void start(String threadName) {
    queue.join(this);
    Thread thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void pause() {
    queue.pause(this);
  }

  /** Does not wait for a running call of the handler, because the handler itself may close. */
  @Override
  public void close() {
    queue.leave(this);
    onClose.accept(this);
  }

  private void run() {
    try {
      MemoryQueue.Entry entry;
      while ((entry = queue.take(this, prefetch)) != null) {
        handle(new MemoryDelivery(entry));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private void handle(Delivery delivery) {
    try {
      handler.accept(delivery);
    } catch (RuntimeException e) {
      log.error("The handler failed on message {}", delivery.message().id(), e);
    }
  }

  private final class MemoryDelivery implements Delivery {
    private final MemoryQueue.Entry entry;

    MemoryDelivery(MemoryQueue.Entry entry) {
      this.entry = entry;
    }

    @Override
    public Message message() {
      return entry.message();
    }

    @Override
    public boolean redelivered() {
      return entry.redelivered();
    }

    @Override
    public @Nullable String deadReason() {
      return entry.deadReason();
    }

    @Override
    public void ack() {
      queue.settle(MemoryConsumer.this, entry);
    }

    @Override
    public void reject(String reason) {
      if (queue.settle(MemoryConsumer.this, entry)) {
        dead.add(entry.message(), reason);
      }
    }
  }
}
