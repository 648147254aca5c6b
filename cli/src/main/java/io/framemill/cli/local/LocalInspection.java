package io.framemill.cli.local;

import io.framemill.cli.console.FailureLine;
import io.framemill.cli.console.UserException;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.text.PrintableText;
import io.framemill.worker.process.SlotLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Looks into one file: an inspection task in a slot of its own, as every job begins. */
public final class LocalInspection {
  private static final Attempt ATTEMPT = new Attempt(new JobId("inspect"), "inspect", 1);

  private final MessageCodec codec = new MessageCodec();
  private final CompletableFuture<MediaInfo> answer = new CompletableFuture<>();
  private final Path file;

  private LocalInspection(Path file) {
    this.file = file;
  }

  /**
   * Inspects a file.
   *
   * @throws UserException if it cannot be read as media; the message says why
   */
  public static MediaInfo inspect(Path file, SlotLimits limits) throws InterruptedException {
    SourceFiles.check(List.of(file));
    return new LocalInspection(file).run(limits);
  }

  private MediaInfo run(SlotLimits limits) throws InterruptedException {
    try (LocalWorker worker = LocalWorker.start(List.of(file), Path.of(""), 1, limits);
        Broker.Subscription reports = worker.broker().consume(Queue.REPORTS, 1, this::onDelivery)) {
      Task task = new Task.Inspect(ATTEMPT, worker.key(file), null);
      worker
          .broker()
          .publish(
              Queue.TASKS, List.of(new Broker.Message(ATTEMPT.toString(), codec.encode(task))));
      return answer.get();
    } catch (ExecutionException e) {
      // The slot calls the file by its name, the user by its path.
      String name = PrintableText.of(SourceFiles.name(file));
      throw new UserException(file + FailureLine.of(name, reason(e)).substring(name.length()), e);
    }
  }

  private void onDelivery(Broker.Delivery delivery) {
    delivery.ack();
    try {
      onReport(codec.decode(delivery.message().body(), Report.class));
    } catch (MalformedMessageException e) {
      answer.completeExceptionally(e);
    }
  }

  private void onReport(Report report) {
    report.<Boolean>fold(
        started -> true,
        completed -> complete(completed.result()),
        failed -> fail(failed.reason()),
        handedBack -> fail(handedBack.reason()));
  }

  private boolean complete(TaskResult result) {
    return result instanceof TaskResult.Inspected inspected
        ? answer.complete(inspected.media())
        : fail("the slot did not inspect the file");
  }

  private static String reason(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure) : String.valueOf(cause.getMessage());
  }

  private boolean fail(String reason) {
    return answer.completeExceptionally(new UserException(reason));
  }
}
