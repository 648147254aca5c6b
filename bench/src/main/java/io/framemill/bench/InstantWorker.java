package io.framemill.bench;

import io.framemill.controller.job.Encoded;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import java.nio.file.Path;
import java.util.List;

/** Takes every task at once and reports it done at once, up to a number of them. */
final class InstantWorker implements AutoCloseable {
  private static final String NAME = "instant";
  private static final int PREFETCH = 10_000;

  private final MessageCodec codec = new MessageCodec();
  private final Broker broker;
  private final Path outputs;
  private final MediaInfo film;
  private final Broker.Subscription subscription;
  private long left;

  /**
   * @param outputs the directory below which output keys are
   * @param tasks so many are done, inspections not counted; others stay unanswered
   */
  InstantWorker(Broker broker, Path outputs, MediaInfo film, long tasks) {
    this.broker = broker;
    this.outputs = outputs;
    this.film = film;
    this.left = tasks;
    this.subscription = broker.consume(Queue.TASKS, PREFETCH, this::take);
  }

  @Override
  public void close() {
    subscription.close();
  }

  private void take(Broker.Delivery delivery) {
    Task task = decoded(delivery);
    if (!(task instanceof Task.Inspect) && left-- <= 0) {
      return;
    }
    TaskResult result =
        task.fold(
            inspect -> new TaskResult.Inspected(film),
            Encoded::perfect,
            Encoded::perfect,
            Encoded::perfect,
            Encoded::perfect,
            Encoded::perfect);
    PretendedFiles.write(outputs, task);
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
