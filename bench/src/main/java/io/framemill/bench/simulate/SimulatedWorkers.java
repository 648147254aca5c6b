package io.framemill.bench.simulate;

import io.framemill.controller.job.Encoded;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.protocol.media.MediaInfo;
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
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Workers with one slot each that speak the protocol as real ones do, and sleep for as long as a
 * task would take. Some share a connection; each has a subscription, and so a channel, of its own.
 */
public final class SimulatedWorkers implements AutoCloseable {
  private static final int WORKERS_PER_CONNECTION = 10;
  private static final int MAX_THREADS = 200;
  private static final int SIGN_OF_LIFE_SECONDS = 5;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final MessageCodec codec = new MessageCodec();
  private final ScheduledExecutorService clock;
  private final Work work;
  private final List<RabbitBroker> brokers = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final DoubleAdder usefulOfAllSeconds = new DoubleAdder();
  private final LongAdder completed = new LongAdder();
  private final DoubleAccumulator longestSeconds = new DoubleAccumulator(Math::max, 0);
  private final java.util.Queue<Double> firstWaits = new ConcurrentLinkedQueue<>();
  private final java.util.Queue<Double> waits = new ConcurrentLinkedQueue<>();
  private volatile long resetNanos;

  /** What the workers pretend to do. */
  public interface Work {
    /** What an inspection finds in a source. */
    MediaInfo media(String source);

    /** The directory below which output keys are. */
    Path outputs();

    /** How long a task takes. */
    Effort effort(Task task);
  }

  /**
   * What a task takes.
   *
   * @param seconds until it is done
   * @param usefulSeconds of these, without what other tasks do as well
   */
  public record Effort(double seconds, double usefulSeconds) {}

  /**
   * Starts them.
   *
   * @param uri of the broker, with user and password
   */
  public SimulatedWorkers(URI uri, int count, Work work) {
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

  /** Useful seconds of completed tasks, added up over all workers. */
  public double usefulSeconds() {
    return usefulOfAllSeconds.sum();
  }

  public long completed() {
    return completed.sum();
  }

  /** The longest task that was completed. */
  public double longestSeconds() {
    return longestSeconds.get();
  }

  /** How long each worker waited for its first task after {@link #reset}, in milliseconds. */
  public List<Double> firstWaitsMillis() {
    return List.copyOf(firstWaits);
  }

  /** How long free workers waited for their next task, in milliseconds, in ascending order. */
  public List<Double> waitsMillis() {
    return waits.stream().sorted().toList();
  }

  /**
   * What a worker that lives did not work, in seconds, the mean over all of them.
   *
   * @param beforeFirst until its first task came
   * @param between waiting for the others
   * @param reporting that it had begun or ended, and writing files
   * @param decodingAgain what another task decoded as well
   * @param afterLast after its last task, until the last task of all was done
   */
  public record Losses(
      double beforeFirst,
      double between,
      double reporting,
      double decodingAgain,
      double afterLast) {}

  public Losses losses() {
    double all = (lastDoneNanos() - resetNanos) / NANOS_PER_SECOND;
    double first = mean(worker -> worker.firstSeconds);
    double between = mean(worker -> worker.betweenSeconds);
    double worked = mean(worker -> worker.workedSeconds);
    double after = mean(worker -> (lastDoneNanos() - worker.freeSinceNanos) / NANOS_PER_SECOND);
    return new Losses(
        first,
        between,
        all - first - between - worked - after,
        mean(worker -> worker.workedSeconds - worker.usefulSeconds),
        after);
  }

  private double mean(ToDoubleFunction<Worker> seconds) {
    return workers.stream().mapToDouble(seconds).average().orElseThrow();
  }

  /** When the last task of all was done, as {@link System#nanoTime}. */
  public long lastDoneNanos() {
    return workers.stream().mapToLong(worker -> worker.freeSinceNanos).max().orElseThrow();
  }

  /** Begins to measure: from now on all are free. */
  public void reset() {
    resetNanos = System.nanoTime();
    workers.forEach(Worker::reset);
    firstWaits.clear();
    waits.clear();
    longestSeconds.reset();
    usefulOfAllSeconds.reset();
    completed.reset();
  }

  /** Ends a worker as if it had been killed: what it holds is not acknowledged. */
  public void kill(Random random) {
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
    private volatile double firstSeconds;
    private volatile double betweenSeconds;
    private volatile double workedSeconds;
    private volatile double usefulSeconds;
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

    public void reset() {
      freeSinceNanos = resetNanos;
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
                new Progress.WorkerAlive(
                    name, "simulated", "0", 1, 1, WorkerState.WORKING, null, List.of())));
      }
    }

    private void begin(Broker.Delivery delivery) {
      Task task = decoded(delivery);
      await((System.nanoTime() - freeSinceNanos) / NANOS_PER_SECOND);
      if (delivery.redelivered()) {
        report(new Report.HandedBack(task.attempt(), name, "it was delivered before"));
        settle(delivery);
        return;
      }
      report(new Report.Started(task.attempt(), name));
      Effort effort = work.effort(task);
      clock.schedule(
          () -> complete(delivery, task, effort),
          (long) (effort.seconds() * MILLIS_PER_SECOND),
          TimeUnit.MILLISECONDS);
    }

    private void await(double seconds) {
      (isFirst ? firstWaits : waits).add(seconds * MILLIS_PER_SECOND);
      if (isFirst) {
        firstSeconds = seconds;
      } else {
        betweenSeconds += seconds;
      }
      isFirst = false;
    }

    private void complete(Broker.Delivery delivery, Task task, Effort effort) {
      if (dead) {
        return;
      }
      long millis = (long) (effort.seconds() * MILLIS_PER_SECOND);
      SimulatedOutput.write(work.outputs(), task);
      report(new Report.Completed(task.attempt(), name, millis, result(task)));
      workedSeconds += effort.seconds();
      usefulSeconds += effort.usefulSeconds();
      usefulOfAllSeconds.add(effort.usefulSeconds());
      longestSeconds.accumulate(effort.seconds());
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
    return Encoded.perfect(task, () -> work.media(task.source()));
  }
}
