package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.view.JobTable;
import io.framemill.controller.api.Jobs;
import io.framemill.protocol.JobStatus;
import java.time.ZoneId;
import picocli.CommandLine.Command;

/** Lists all jobs of a controller. */
@Command(
    name = "list",
    header = "List the controller's jobs, newest first.",
    footer = {"  framemill list", "  framemill list --json | jq -r .job"})
public final class ListCommand extends ListingCommand<JobStatus> {
  public ListCommand(Console console) {
    super(console, Jobs::list, new JobTable(ZoneId.systemDefault())::list);
  }
}
