package io.framemill.cli;

import io.framemill.cli.console.ReleaseVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command. */
@Command(
    name = "framemill",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "Turns videos into adaptive streams, on one machine or on many.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill transcode clip.mp4            writes out/clip/master.m3u8",
      "  framemill transcode *.mov -o streams    several files, another directory",
      "  framemill serve                         a controller that accepts jobs",
      "  framemill worker                        one on each machine that helps",
      "  framemill submit clip.mp4 --watch       a job for them",
      "",
      "framemill COMMAND --help says more about each.",
      "",
      "Every option can be set by an environment variable: --output by FRAMEMILL_OUTPUT.",
      "FRAMEMILL_LOG=debug|info|warn|error sets how much is logged; NO_COLOR is honoured.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted."
    })
final class Framemill implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
