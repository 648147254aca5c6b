package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.option.JobArgument;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.QuietOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.cli.view.JobFollower;
import io.framemill.cli.view.JobView;
import io.framemill.cli.view.JobViews;
import io.framemill.controller.api.Jobs;
import io.framemill.protocol.JobId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A job of a controller on the network, shown until it ends. */
@Command(
    name = "watch",
    header = "Follow a job until it ends.",
    description =
        "The exit code is 0 if the job succeeds. Ctrl-C stops watching; the job continues.",
    footer = {
      "  framemill watch clip-x7k2mq",
      "  framemill watch clip-x7k2mq --json | jq .message"
    })
public final class WatchCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JobArgument job;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;
  @Mixin private QuietOption quiet;

  public WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    return watch(console, server.connect(console), List.of(job.id()), json, quiet);
  }

  /** Shows jobs until all have ended; returns the exit code. */
  static int watch(
      Console console, Jobs jobs, List<JobId> watched, JsonOption json, QuietOption quiet)
      throws InterruptedException {
    try (JobView view = JobViews.choose(console, json, quiet);
        JobFollower follower = new JobFollower(jobs, view)) {
      watched.forEach(follower::follow);
      return TranscodeCommand.exitCode(follower.await());
    }
  }
}
