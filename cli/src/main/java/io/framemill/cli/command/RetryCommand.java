package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.controller.api.Jobs;
import picocli.CommandLine.Command;

/** Runs a failed or cancelled job again. */
@Command(
    name = "retry",
    header = "Run a failed or cancelled job again.",
    footer = {
      "  framemill retry clip-x7k2mq",
      "  framemill retry clip-x7k2mq && framemill watch clip-x7k2mq"
    })
public final class RetryCommand extends JobCommand {
  public RetryCommand(Console console) {
    super(console, Jobs::retry, job -> console.message("Job " + job.job() + " is running again"));
  }
}
