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
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the state of one job. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "Show the state and progress of a job.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill status clip-x7k2mq",
      "  framemill status clip-x7k2mq --json | jq .percent"
    })
public final class StatusCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public StatusCommand(Console console) {
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
