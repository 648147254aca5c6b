package io.framemill.worker.process;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.slot.SlotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Creates the class data archive (AppCDS) of {@link SlotCommand}, which shortens the start of each
 * slot.
 */
public final class SlotClassArchive {
  /** Limit for writing the archive, generous for a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private SlotClassArchive() {}

  /**
   * Runs a training slot, which inspects a video and runs further tasks with it, and archives the
   * loaded classes.
   *
   * @param command command of the slots that will use the archive; its class path must not have
   *     directories
   * @param source any video
   * @param output a directory for the output of the tasks
   * @param plan derives the further tasks from the inspection
   * @param archive the file to create, atomically
   * @throws IOException if the slot cannot be started, a task fails, or the JVM makes no archive
   */
  public static void make(
      SlotCommand command,
      Path source,
      Path output,
      Function<MediaInfo, List<Task>> plan,
      Path archive)
      throws IOException, InterruptedException {
    SlotLimits limits = SlotLimits.ofThisMachine(1);
    Task inspect =
        new Task.Inspect(new Attempt(new JobId("archive"), "inspect", 1), "source", null);
    Path unfinished = archive.resolveSibling(archive.getFileName() + ".new");
    try (SlotProcess slot = SlotProcess.startToArchive(unfinished, command, limits)) {
      TaskResult found = run(slot, new SlotRequest(inspect, source, output, SourceLimits.DEFAULT));
      if (found instanceof TaskResult.Inspected inspected) {
        for (Task task : plan.apply(inspected.media())) {
          run(slot, new SlotRequest(task, source, output, SourceLimits.DEFAULT));
        }
      }
      if (!slot.finish(PATIENCE)) {
        throw new IOException("The JVM of the slot does not write " + unfinished);
      }
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static TaskResult run(SlotProcess slot, SlotRequest request)
      throws IOException, InterruptedException {
    SlotOutcome outcome = slot.run(request, progress -> {});
    if (outcome instanceof SlotOutcome.Done done) {
      return done.result();
    }
    throw new IOException(request.task().attempt() + ": " + outcome);
  }
}
