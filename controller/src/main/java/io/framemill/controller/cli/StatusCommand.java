package io.framemill.controller.cli;

import io.framemill.protocol.JobStatus;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One job of a controller on the network. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "Show how a job stands.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill status clip-x7k2mq",
      "  framemill status clip-x7k2mq --json | jq .percent"
    })
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobStatus status = server.connect(console).status(job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      console.out().print(new JobTable(ZoneId.systemDefault()).details(status));
    }
    return ExitCode.DONE;
  }
}
