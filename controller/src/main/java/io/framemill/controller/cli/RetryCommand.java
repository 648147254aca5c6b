package io.framemill.controller.cli;

import io.framemill.protocol.JobStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Another try at a job of a controller on the network. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "Take up a failed or cancelled job again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill retry clip-x7k2mq",
      "  framemill retry clip-x7k2mq && framemill watch clip-x7k2mq"
    })
final class RetryCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  RetryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobStatus status = server.connect(console).retry(job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      console.message("Job " + job.id() + " runs again");
    }
    return ExitCode.DONE;
  }
}
