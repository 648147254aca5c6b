package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.option.JobArgument;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.protocol.JobStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a failed or cancelled job again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "Run a failed or cancelled job again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill retry clip-x7k2mq",
      "  framemill retry clip-x7k2mq && framemill watch clip-x7k2mq"
    })
public final class RetryCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public RetryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobStatus status = server.connect(console).retry(job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      console.message("Job " + job.id() + " is running again");
    }
    return ExitCode.DONE;
  }
}
