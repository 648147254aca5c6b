package io.framemill.controller.job;

import io.framemill.controller.Media;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Control;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.media.MediaInfo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A worker without a slot: keeps what it is given, and reports what a test tells it to. */
public final class ScriptedWorker {
  private static final String NAME = "w1";

  private final MessageCodec codec = new MessageCodec();
  private final Broker broker;
  private final MediaInfo media;
  private final Consumer<ScriptedWorker.Given> script;
  public final List<Task> given = new CopyOnWriteArrayList<>();
  final List<JobId> cancelled = new CopyOnWriteArrayList<>();
  final List<Control.StopTask> stopped = new CopyOnWriteArrayList<>();
  final List<Control.Rest> rests = new CopyOnWriteArrayList<>();

  /** A task and its delivery. */
  public record Given(Task task, Delivery delivery) {}

  public ScriptedWorker(Broker broker, MediaInfo media, Consumer<Given> script) {
    this.broker = broker;
    this.media = media;
    this.script = script;
    broker.listen(Topic.CONTROL, this::control);
    broker.consume(Queue.TASKS, 1000, this::take);
  }

  /** A worker that does all it is given, of a film of 24 seconds. */
  static ScriptedWorker perfect(Broker broker) {
    MediaInfo media = Media.film(24, 640, 360, 2);
    ScriptedWorker[] self = new ScriptedWorker[1];
    self[0] = new ScriptedWorker(broker, media, given -> answer(broker, media, given));
    return self[0];
  }

  /** Starts and completes a task. */
  public static void answer(Broker broker, MediaInfo media, Given given) {
    report(broker, new Report.Started(given.task().attempt(), NAME));
    report(broker, completed(media, given.task()));
    given.delivery().ack();
  }

  static Report.Completed completed(MediaInfo media, Task task) {
    TaskResult result = Encoded.perfect(task, () -> media);
    return new Report.Completed(task.attempt(), NAME, 10, result);
  }

  static Report.Failed failed(Attempt attempt, FailureKind kind) {
    return new Report.Failed(attempt, NAME, kind, "it broke", List.of("last words"));
  }

  public static void report(Broker broker, Report report) {
    broker.publish(
        Queue.REPORTS,
        List.of(
            new Broker.Message(report.attempt().toString(), new MessageCodec().encode(report))));
  }

  MediaInfo media() {
    return media;
  }

  private void take(Delivery delivery) {
    try {
      Task task = codec.decode(delivery.message().body(), Task.class);
      given.add(task);
      script.accept(new Given(task, delivery));
    } catch (io.framemill.protocol.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private void control(byte[] body) {
    try {
      codec
          .decode(body, Control.class)
          .fold(cancel -> cancelled.add(cancel.job()), stopped::add, rests::add);
    } catch (io.framemill.protocol.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
