package io.framemill.bench.simulate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.controller.job.Encoded;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.media.MediaInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes every task at once and reports it done at once, as many of them as it may. */
public final class InstantWorker implements AutoCloseable {
  private static final String NAME = "instant";
  private static final int PREFETCH = 10_000;

  private final MessageCodec codec = new MessageCodec();
  private final Broker broker;
  private final MediaInfo film;

  @GuardedBy("this")
  private final Deque<Broker.Delivery> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private long allowed;

  @GuardedBy("this")
  private long done;

  private final Broker.Subscription subscription;

  /**
   * @param film what every inspection finds
   * @param tasks maximum number of tasks to do, inspections not counted; others wait for {@link
   *     #allow}
   */
  public InstantWorker(Broker broker, MediaInfo film, long tasks) {
    this.broker = broker;
    this.film = film;
    this.allowed = tasks;
    this.subscription = broker.consume(Queue.TASKS, PREFETCH, this::take);
  }

  /** Does what waits, up to a number of tasks in all. */
  public synchronized void allow(long tasks) {
    allowed = tasks;
    while (done < allowed && !waiting.isEmpty()) {
      work(waiting.remove());
    }
  }

  /** Tasks that are reported, inspections not counted. */
  public synchronized long done() {
    return done;
  }

  @Override
  public void close() {
    subscription.close();
  }

  private synchronized void take(Broker.Delivery delivery) {
    if (decoded(delivery) instanceof Task.Inspect inspect) {
      report(delivery, inspect);
    } else if (done < allowed) {
      work(delivery);
    } else {
      waiting.add(delivery);
    }
  }

  @GuardedBy("this")
  private void work(Broker.Delivery delivery) {
    done++;
    report(delivery, decoded(delivery));
  }

  private void report(Broker.Delivery delivery, Task task) {
    TaskResult result = Encoded.perfect(task, () -> film);
    String id = task.attempt().toString();
    broker.publish(
        Queue.REPORTS,
        List.of(
            new Broker.Message(id, codec.encode(new Report.Started(task.attempt(), NAME))),
            new Broker.Message(
                id, codec.encode(new Report.Completed(task.attempt(), NAME, 1, result)))));
    delivery.ack();
  }

  private Task decoded(Broker.Delivery delivery) {
    try {
      return codec.decode(delivery.message().body(), Task.class);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(e);
    }
  }
}
