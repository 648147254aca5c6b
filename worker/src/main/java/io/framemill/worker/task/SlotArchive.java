package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.slot.SlotRequest;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the class data archive of {@link SlotCommand}, which shortens the start of each slot. */
public final class SlotArchive {
  private SlotArchive() {}

  /**
   * Runs a slot that inspects a file, and has it keep the classes that it loaded.
   *
   * @param command of the slots that the archive is for; the JVM archives no directories
   * @param source any video
   * @param archive the file to make; the JVM makes none if anything is in the way
   * @throws IOException if the slot cannot be started
   */
  public static void make(SlotCommand command, Path source, Path archive)
      throws IOException, InterruptedException {
    SlotLimits limits = SlotLimits.ofThisMachine(1);
    Task task = new Task.Inspect(new Attempt(new JobId("archive"), "inspect", 1), "source", null);
    try (SlotProcess slot = SlotProcess.startToArchive(archive, command, limits)) {
      slot.run(new SlotRequest(task, source, source, SourceLimits.DEFAULT), progress -> {});
      slot.finish();
    }
  }
}
