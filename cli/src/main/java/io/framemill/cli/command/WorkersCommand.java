package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.view.WorkersTable;
import io.framemill.controller.api.Jobs;
import io.framemill.protocol.WorkerStatus;
import picocli.CommandLine.Command;

/** Lists the workers of a controller. */
@Command(
    name = "workers",
    header = "List the workers, their state and their tasks.",
    description =
        "Workers send a heartbeat every two seconds. A worker is listed from its first heartbeat"
            + " until heartbeats have been missing for some time.",
    footer = {"  framemill workers", "  framemill workers --json | jq -r .host"})
public final class WorkersCommand extends ListingCommand<WorkerStatus> {
  public WorkersCommand(Console console) {
    super(console, Jobs::workers, workers -> WorkersTable.of(workers, System.currentTimeMillis()));
  }
}
