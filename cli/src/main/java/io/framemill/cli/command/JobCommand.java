package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.option.JobArgument;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.controller.api.Jobs;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** A command that sends one request about one job to a controller, and shows the job's status. */
abstract class JobCommand implements Callable<Integer> {
  private final Console console;
  private final BiFunction<Jobs, JobId, JobStatus> request;
  private final Consumer<JobStatus> view;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  /**
   * @param view shows the status to people
   */
  JobCommand(
      Console console, BiFunction<Jobs, JobId, JobStatus> request, Consumer<JobStatus> view) {
    this.console = console;
    this.request = request;
    this.view = view;
  }

  @Override
  public Integer call() {
    JobStatus status = request.apply(server.connect(console), job.id());
    if (json.isOn()) {
      new JsonLines(console.out()).print(status);
    } else {
      view.accept(status);
    }
    return ExitCode.DONE;
  }
}
