package io.framemill.controller.cli;

import io.framemill.controller.store.SqliteLibrary;
import io.framemill.worker.task.SlotArchive;
import io.framemill.worker.task.SlotCommand;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes what a program that starts often has at hand: the class data archive of its slots and
 * SQLite's library, in a directory. Then it transcodes a file, so that the launcher can make an
 * archive of this process as well.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param arguments the file, the output directory, and the directory for {@code slot.jsa} and
   *     {@code sqlite/}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    Path directory = Path.of(arguments[2]);
    SqliteLibrary.unpack(directory.resolve("sqlite"));
    SlotArchive.make(SlotCommand.ofThisJvm(), file, directory.resolve("slot.jsa"));
    Main.main(
        new String[] {
          CommandLines.TRANSCODE, "-q", "-p", "hls-h264", "-o", arguments[1], arguments[0]
        });
  }
}
