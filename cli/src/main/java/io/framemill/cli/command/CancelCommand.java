package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.option.JobArgument;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.cli.view.JobTable;
import io.framemill.protocol.JobStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a job of a controller on the network. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "Cancel a job: stop its tasks and delete its output.",
    footerHeading = "%nExamples:%n",
    footer = {"  framemill cancel clip-x7k2mq"})
public final class CancelCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public CancelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobStatus status = server.connect(console).cancel(job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      console.message("Job " + job.id() + " is " + JobTable.state(status));
    }
    return ExitCode.DONE;
  }
}
