package io.framemill.controller.cli;

import io.framemill.worker.slot.SlotRehearsal;
import java.nio.file.Path;

/**
 * Transcodes a file with one process that has loaded what its slots load as well. The launcher
 * makes its class data archive of this process.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param arguments the file and the output directory
   */
  public static void main(String[] arguments) {
    SlotRehearsal.inspect(Path.of(arguments[0]));
    Main.main(
        new String[] {
          CommandLines.TRANSCODE, "-q", "-p", "hls-h264", "-o", arguments[1], arguments[0]
        });
  }
}
