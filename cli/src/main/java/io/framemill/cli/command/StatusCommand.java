package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.view.JobTable;
import io.framemill.controller.api.Jobs;
import java.time.ZoneId;
import picocli.CommandLine.Command;

/** Shows the state of one job. */
@Command(
    name = "status",
    header = "Show the state and progress of a job.",
    footer = {
      "  framemill status clip-x7k2mq",
      "  framemill status clip-x7k2mq --json | jq .percent"
    })
public final class StatusCommand extends JobCommand {
  public StatusCommand(Console console) {
    super(
        console,
        Jobs::status,
        job -> console.out().print(new JobTable(ZoneId.systemDefault()).details(job)));
  }
}
