package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.cli.view.WorkersTable;
import io.framemill.protocol.WorkerStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the workers of a controller. */
@Command(
    name = "workers",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "List the workers, their state and their tasks.",
    description = {
      "",
      "Workers send a heartbeat every two seconds. A worker is listed from its first heartbeat"
          + " until heartbeats have been missing for some time.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  framemill workers", "  framemill workers --json | jq -r .host"})
public final class WorkersCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public WorkersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<WorkerStatus> workers = server.connect(console).workers();
    if (json.isOn()) {
      workers.forEach(new JsonLines(console.out())::print);
    } else {
      console.out().print(WorkersTable.of(workers, System.currentTimeMillis()));
    }
    return ExitCode.DONE;
  }
}
