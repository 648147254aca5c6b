package io.framemill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command. */
@Command(
    name = "framemill",
    header = "Transcode videos to HLS, DASH and MP4, on one machine or many.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill transcode clip.mp4            write out/clip/master.m3u8",
      "  framemill transcode *.mov -o streams    several files, another directory",
      "  framemill serve                         run a controller",
      "  framemill worker                        run a worker, one on each machine",
      "  framemill submit clip.mp4 --watch       submit a job and follow it",
      "",
      "framemill COMMAND --help shows the options of a command.",
      "",
      "Every option has an environment variable: FRAMEMILL_OUTPUT for --output.",
      "FRAMEMILL_LOG=debug|info|warn|error sets the log level. NO_COLOR disables colors.",
      "",
      "Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted."
    })
final class Framemill implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command given.");
  }
}
