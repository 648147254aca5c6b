package io.framemill.controller.cli;

import io.framemill.protocol.WorkerStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The workers of a controller on the network. */
@Command(
    name = "workers",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "List the controller's workers and what they do.",
    description = {
      "",
      "A worker is listed from its first sign of life, which it gives every few seconds, until it"
          + " has been silent for some time."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  framemill workers", "  framemill workers --json | jq -r .host"})
final class WorkersCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  WorkersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<WorkerStatus> workers = server.connect(console).workers();
    if (json.isOn()) {
      workers.forEach(new JsonLines(console.out())::print);
    } else {
      console.out().print(FleetTable.of(workers, System.currentTimeMillis()));
    }
    return ExitCode.DONE;
  }
}
