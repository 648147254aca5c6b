package io.framemill.cli.e2e.faults;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a controller and its workers, who each have a virtual host of their own: carries
 * tasks and control over as they are, and every report twice, in any order.
 */
final class Relay implements AutoCloseable {
  static final String CONTROLLERS_SIDE = "controllers";
  static final String WORKERS_SIDE = "workers";
  static final List<String> VIRTUAL_HOSTS = List.of(CONTROLLERS_SIDE, WORKERS_SIDE);

  /** How long a report may wait to be overtaken: longer than most tasks take. */
  private static final int LONGEST_HOLD_MILLIS = 1_500;

  private static final long RETRY_MILLIS = 200;
  private static final int PREFETCH = 100;

  private final Broker controllers;
  private final Broker workers;
  private final Random random;
  private final BlockingQueue<Delivery> tasks = new LinkedBlockingQueue<>();
  private final BlockingQueue<Delivery> dead = new LinkedBlockingQueue<>();
  private final BlockingQueue<Delivery> reports = new LinkedBlockingQueue<>();
  private final AtomicInteger relayed = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  /** Connects to both sides and starts. */
  Relay(URI controllersSide, URI workersSide, Random random) {
    this.random = random;
    controllers = RabbitBroker.open(RabbitConfig.builder(controllersSide).build());
    workers = RabbitBroker.open(RabbitConfig.builder(workersSide).build());
    controllers.consume(Queue.TASKS, PREFETCH, tasks::add);
    workers.consume(Queue.REPORTS, PREFETCH, reports::add);
    workers.consume(Queue.DEAD, PREFETCH, dead::add);
    controllers.listen(Topic.CONTROL, body -> workers.broadcast(Topic.CONTROL, body));
    workers.listen(Topic.PROGRESS, body -> controllers.broadcast(Topic.PROGRESS, body));
    thread("relay-tasks", () -> carry(tasks, workers, Queue.TASKS));
    thread("relay-dead", () -> carry(dead, controllers, Queue.DEAD));
    thread("relay-reports", this::shuffle);
  }

  /** Reports carried over so far, each copy counted. */
  int relayedReports() {
    return relayed.get();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    controllers.close();
    workers.close();
  }

  private static void carry(BlockingQueue<Delivery> from, Broker to, Queue queue)
      throws InterruptedException {
    while (true) {
      Delivery next = from.take();
      publish(to, queue, next);
      next.ack();
    }
  }

  private void shuffle() throws InterruptedException {
    PriorityQueue<Copy> held = new PriorityQueue<>(Comparator.comparingLong(Copy::dueNanos));
    while (true) {
      Copy next = held.peek();
      long wait = next == null ? Long.MAX_VALUE : next.dueNanos - System.nanoTime();
      if (next != null && wait <= 0) {
        held.remove();
        publish(controllers, Queue.REPORTS, next.delivery);
        relayed.incrementAndGet();
        next.delivery.ack(); // The first of two does it.
        continue;
      }
      Delivery report = reports.poll(wait, TimeUnit.NANOSECONDS);
      if (report != null) {
        held.add(new Copy(report, due()));
        held.add(new Copy(report, due()));
      }
    }
  }

  private long due() {
    return System.nanoTime() + random.nextInt(LONGEST_HOLD_MILLIS) * 1_000_000L;
  }

  private static void publish(Broker to, Queue queue, Delivery delivery)
      throws InterruptedException {
    while (true) {
      try {
        to.publish(queue, List.of(delivery.message()));
        return;
      } catch (BrokerException e) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS); // It is away: the next try may find it.
      }
    }
  }

  private void thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private record Copy(Delivery delivery, long dueNanos) {}

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}
