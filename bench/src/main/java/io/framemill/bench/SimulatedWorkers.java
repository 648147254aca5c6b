package io.framemill.bench;

import io.framemill.controller.job.Encoded;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.RabbitBroker;
import io.framemill.protocol.broker.RabbitConfig;
import io.framemill.protocol.broker.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Workers with one slot each that speak the protocol as real ones do, and sleep for as long as a
 * task would take. Some share a connection; each has a subscription, and so a channel, of its own.
 */
final class SimulatedWorkers implements AutoCloseable {
  private static final int WORKERS_PER_CONNECTION = 50;
  private static final int MAX_THREADS = 200;
  private static final int SIGN_OF_LIFE_SECONDS = 5;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final MessageCodec codec = new MessageCodec();
  private final ScheduledExecutorService clock;
  private final Work work;
  private final List<RabbitBroker> brokers = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final DoubleAdder workedSeconds = new DoubleAdder();
  private final LongAdder completed = new LongAdder();
  private final DoubleAccumulator longestSeconds = new DoubleAccumulator(Math::max, 0);
  private final java.util.Queue<Double> firstWaits = new ConcurrentLinkedQueue<>();
  private final java.util.Queue<Double> waits = new ConcurrentLinkedQueue<>();

  /** What the workers pretend to do. */
  interface Work {
    /** What an inspection finds in a source. */
    MediaInfo media(String source);

    /** The directory below which output keys are. */
    Path outputs();

    /** How long a task takes, in seconds. */
    double seconds(Task task);
  }

  /**
   * Starts them.
   *
   * @param uri of the broker, with user and password
   */
  SimulatedWorkers(URI uri, int count, Work work) {
    this.work = work;
    this.clock = Executors.newScheduledThreadPool(Math.min(count, MAX_THREADS));
    for (int i = 0; i < count; i++) {
      if (i % WORKERS_PER_CONNECTION == 0) {
        brokers.add(
            RabbitBroker.open(RabbitConfig.builder(uri).connectionName("simulated-" + i).build()));
      }
      workers.add(new Worker("simulated-" + i, brokers.get(brokers.size() - 1)));
    }
    workers.forEach(Worker::start);
  }

  /** Seconds that completed tasks took, added up over all workers. */
  double workedSeconds() {
    return workedSeconds.sum();
  }

  long completed() {
    return completed.sum();
  }

  /** The longest task that was completed. */
  double longestSeconds() {
    return longestSeconds.get();
  }

  /** How long each worker waited for its first task after {@link #reset}, in milliseconds. */
  List<Double> firstWaitsMillis() {
    return List.copyOf(firstWaits);
  }

  /** How long free workers waited for their next task, in milliseconds, in ascending order. */
  List<Double> waitsMillis() {
    return waits.stream().sorted().toList();
  }

  /** Begins to measure: from now on all are free. */
  void reset() {
    workers.forEach(Worker::reset);
    firstWaits.clear();
    waits.clear();
    longestSeconds.reset();
    workedSeconds.reset();
    completed.reset();
  }

  /** Ends a worker as if it had been killed: what it holds is not acknowledged. */
  void kill(Random random) {
    workers.remove(random.nextInt(workers.size())).die();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    brokers.forEach(RabbitBroker::close);
  }

  /** One of them. */
  private final class Worker {
    private final String name;
    private final Broker broker;
    private volatile long freeSinceNanos = System.nanoTime();
    private volatile boolean isFirst = true;
    private volatile boolean dead;
    private volatile Broker.@Nullable Subscription subscription;

    Worker(String name, Broker broker) {
      this.name = name;
      this.broker = broker;
    }

    void start() {
      clock.scheduleAtFixedRate(this::showUp, 0, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
      subscription =
          broker.consume(Queue.TASKS, 1, delivery -> clock.execute(() -> begin(delivery)));
    }

    void reset() {
      freeSinceNanos = System.nanoTime();
      isFirst = true;
    }

    void die() {
      dead = true;
      Broker.Subscription open = subscription;
      if (open != null) {
        open.close();
      }
    }

    private void showUp() {
      if (!dead) {
        broker.broadcast(
            Topic.PROGRESS,
            codec.encode(
                new Progress.WorkerAlive(name, "simulated", "0", 1, 1, WorkerState.WORKING, null)));
      }
    }

    private void begin(Broker.Delivery delivery) {
      Task task = decoded(delivery);
      (isFirst ? firstWaits : waits).add((System.nanoTime() - freeSinceNanos) / NANOS_PER_MILLI);
      isFirst = false;
      if (delivery.redelivered()) {
        report(new Report.HandedBack(task.attempt(), name, "it was delivered before"));
        settle(delivery);
        return;
      }
      report(new Report.Started(task.attempt(), name));
      double seconds = task instanceof Task.Inspect ? 0 : work.seconds(task);
      clock.schedule(
          () -> complete(delivery, task, seconds),
          (long) (seconds * MILLIS_PER_SECOND),
          TimeUnit.MILLISECONDS);
    }

    private void complete(Broker.Delivery delivery, Task task, double seconds) {
      if (dead) {
        return;
      }
      long millis = (long) (seconds * MILLIS_PER_SECOND);
      PretendedFiles.write(work.outputs(), task);
      report(new Report.Completed(task.attempt(), name, millis, result(task)));
      workedSeconds.add(seconds);
      longestSeconds.accumulate(seconds);
      completed.increment();
      settle(delivery);
    }

    private void settle(Broker.Delivery delivery) {
      freeSinceNanos = System.nanoTime();
      delivery.ack();
    }

    private void report(Report report) {
      broker.publish(
          Queue.REPORTS,
          List.of(new Broker.Message(report.attempt().toString(), codec.encode(report))));
    }

    private Task decoded(Broker.Delivery delivery) {
      try {
        return codec.decode(delivery.message().body(), Task.class);
      } catch (MalformedMessageException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private TaskResult result(Task task) {
    return task.fold(
        inspect -> new TaskResult.Inspected(work.media(inspect.source())),
        Encoded::perfect,
        Encoded::perfect,
        Encoded::perfect,
        Encoded::perfect,
        Encoded::perfect);
  }
}
