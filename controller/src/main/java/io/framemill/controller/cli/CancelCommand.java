package io.framemill.controller.cli;

import io.framemill.protocol.JobStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a job of a controller on the network. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "End a job: its tasks are stopped and its output is deleted.",
    footerHeading = "%nExamples:%n",
    footer = {"  framemill cancel clip-x7k2mq"})
final class CancelCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  CancelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobStatus status = server.connect(console).cancel(job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      console.message("Job " + job.id() + " is " + JobTable.state(status));
    }
    return ExitCode.DONE;
  }
}
