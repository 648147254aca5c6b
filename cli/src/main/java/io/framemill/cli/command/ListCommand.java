package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.cli.view.JobTable;
import io.framemill.protocol.JobStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists all jobs of a controller. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "List the controller's jobs, newest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  framemill list", "  framemill list --json | jq -r .job"})
public final class ListCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<JobStatus> jobs = server.connect(console).list();
    if (json.isOn()) {
      jobs.forEach(new JsonLines(console.out())::print);
    } else {
      console.out().print(new JobTable(ZoneId.systemDefault()).list(jobs));
    }
    return ExitCode.DONE;
  }
}
