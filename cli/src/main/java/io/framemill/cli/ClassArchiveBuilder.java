package io.framemill.cli;

import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.store.database.SqliteLibrary;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.process.SlotClassArchive;
import io.framemill.worker.process.SlotCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes what a program that starts often has at hand: the class data archive of its slots and
 * SQLite's library, in a directory. Then it transcodes a file, so that the launcher can make an
 * archive of this process as well. What cannot be made is told on standard error, and stops nothing
 * else.
 */
final class ClassArchiveBuilder {
  private static final String PROFILE = "hls-h264";

  private ClassArchiveBuilder() {}

  /**
   * @param arguments the file, the output directory, the directory for {@code slot.jsa} and {@code
   *     sqlite/}, and a file with picture and sound for the archive of slots
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path output = Path.of(arguments[1]);
    Path directory = Path.of(arguments[2]);
    Path slotSource = Path.of(arguments[3]);
    unpackSqlite(directory.resolve("sqlite"));
    makeSlotArchive(
        SlotCommand.ofThisJvm(), slotSource, output.resolve("slot"), directory.resolve("slot.jsa"));
    Main.main(
        new String[] {
          CommandLineFactory.TRANSCODE, "-q", "-p", PROFILE, "-o", output.toString(), arguments[0]
        });
  }

  private static void unpackSqlite(Path directory) {
    try {
      SqliteLibrary.unpack(directory);
    } catch (IOException | RuntimeException e) {
      tell("SQLite is not unpacked", e);
    }
  }

  /** Makes none if anything is in the way. */
  static void makeSlotArchive(SlotCommand command, Path source, Path output, Path archive)
      throws InterruptedException {
    try {
      Files.createDirectories(output);
      SlotClassArchive.make(
          command, source, output, ClassArchiveBuilder::shortestOfEachKind, archive);
    } catch (IOException | RuntimeException e) {
      tell("There is no archive for slots", e);
    }
  }

  private static void tell(String what, Exception why) {
    System.err.println("framemill: " + what + ": " + why);
  }

  /** Of the tasks of a job, the shortest one of each kind. */
  static List<Task> shortestOfEachKind(MediaInfo media) {
    Set<Class<? extends Task>> kinds = new HashSet<>();
    return new Planner(new JobId("archive"), "source", "output")
        .plan(media, Profiles.load(PROFILE), 1).tasks().stream()
            .sorted(Comparator.comparingDouble(PlannedTask::costSeconds))
            .map(PlannedTask::task)
            .filter(task -> kinds.add(task.getClass()))
            .toList();
  }
}
