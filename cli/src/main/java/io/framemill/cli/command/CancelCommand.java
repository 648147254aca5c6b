package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.view.JobTable;
import io.framemill.controller.api.Jobs;
import picocli.CommandLine.Command;

/** Ends a job of a controller on the network. */
@Command(
    name = "cancel",
    header = "Cancel a job: stop its tasks and delete its output.",
    footer = {"  framemill cancel clip-x7k2mq"})
public final class CancelCommand extends JobCommand {
  public CancelCommand(Console console) {
    super(
        console,
        Jobs::cancel,
        job -> console.message("Job " + job.job() + " is " + JobTable.state(job)));
  }
}
