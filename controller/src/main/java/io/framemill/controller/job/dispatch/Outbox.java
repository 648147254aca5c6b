package io.framemill.controller.job.dispatch;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Control;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Message;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes tasks that the store holds as queued, on its own thread, with retries until the broker
 * confirms them. If the process dies first, the next controller publishes them from the store.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final int BATCH = 100;
  private static final long RETRY_MILLIS = 1_000;

  private final Broker broker;
  private final MessageCodec codec = new MessageCodec();
  private final BooleanSupplier mayAct;
  private final Consumer<List<Attempt>> onConfirmed;
  private final BlockingQueue<Dispatch> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "outbox-0");

  /**
   * @param mayAct asked before each try; nothing is published while it is false
   * @param onConfirmed receives the attempts of each batch that the broker confirmed; called on the
   *     outbox's thread
   */
  public Outbox(Broker broker, BooleanSupplier mayAct, Consumer<List<Attempt>> onConfirmed) {
    this.broker = broker;
    this.mayAct = mayAct;
    this.onConfirmed = onConfirmed;
    thread.start();
  }

  public void publish(Dispatch dispatch) {
    queue.add(dispatch);
  }

  /** Tells all workers to cancel a job's attempts up to a number. */
  public void cancel(JobId job, int lastAttempt) {
    broker.broadcast(Topic.CONTROL, codec.encode(new Control.CancelJob(job, lastAttempt)));
  }

  /** Tells all workers that a task's result is in, so that its attempts up to a number can stop. */
  public void stop(JobId job, String task, int lastAttempt) {
    broker.broadcast(Topic.CONTROL, codec.encode(new Control.StopTask(job, task, lastAttempt)));
  }

  /** Tells a worker to take no tasks for a duration. */
  void rest(String worker, String reason, Duration duration) {
    broker.broadcast(
        Topic.CONTROL, codec.encode(new Control.Rest(worker, reason, duration.toMillis())));
  }

  /** Stops publishing; unconfirmed tasks stay queued in the store. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        List<Dispatch> batch = new ArrayList<>(BATCH);
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        publishUntilConfirmed(batch);
        onConfirmed.accept(batch.stream().map(dispatch -> dispatch.task().attempt()).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishUntilConfirmed(List<Dispatch> batch) throws InterruptedException {
    List<Message> messages =
        batch.stream()
            .map(
                dispatch ->
                    new Message(dispatch.task().attempt().toString(), dispatch.encode(codec)))
            .toList();
    boolean failed = false;
    while (true) {
      while (!mayAct.getAsBoolean()) {
        Thread.sleep(RETRY_MILLIS);
      }
      try {
        broker.publish(Queue.TASKS, messages);
        if (failed) {
          log.info("Tasks can be published again");
        }
        return;
      } catch (BrokerException e) {
        if (!failed) {
          log.warn("{} tasks cannot be published, retrying: {}", batch.size(), e.getMessage());
        }
        failed = true;
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }
}
