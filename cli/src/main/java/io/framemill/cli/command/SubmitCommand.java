package io.framemill.cli.command;

import io.framemill.cli.client.RemoteJobs;
import io.framemill.cli.client.SourceUploader;
import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.local.SourceFiles;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ProfileOption;
import io.framemill.cli.option.QuietOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.cli.option.WaitForStableOption;
import io.framemill.controller.api.Submission;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.rendition.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits files to a controller. */
@Command(
    name = "submit",
    header = "Submit files to a controller and print a job id for each.",
    description =
        "A file in the controller's media directory is used in place. Any other file is uploaded."
            + " With --watch, the exit code is 0 only if all jobs succeed. Ctrl-C stops watching; the"
            + " jobs continue.",
    footer = {
      "  framemill submit clip.mp4 --watch",
      "  framemill submit /mnt/media/*.mov -p hls-h264-quality --priority 80",
      "  framemill submit --server http://controller:8090 clip.mp4"
    })
public final class SubmitCommand implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec;
  @Mixin private ProfileOption profileOption;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;
  @Mixin private QuietOption quiet;
  @Mixin private WaitForStableOption stable;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Media files to transcode.")
  private List<Path> files;

  @Option(
      names = "--priority",
      paramLabel = "N",
      defaultValue = "" + Submission.DEFAULT_PRIORITY,
      description = "Job priority, 0 to 100. Higher runs first. Default: ${DEFAULT-VALUE}")
  private int priority;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description =
          "Submitting the same file with the same profile and key again returns the existing job."
              + " Any text without spaces. Allows one FILE only.")
  private @Nullable String idempotencyKey;

  @Option(
      names = "--watch",
      fallbackValue = "true",
      description = "Follow the jobs until they end.")
  private boolean watch;

  public SubmitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (priority < 0 || priority > 100) {
      throw new ParameterException(spec.commandLine(), "--priority: 0 to 100, not " + priority);
    }
    if (idempotencyKey != null && files.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--idempotency-key identifies one job: submit one FILE");
    }
    Profile profile = profileOption.load();
    RemoteJobs jobs = server.connect(console);
    SourceUploader uploader = jobs.uploader(console::message);
    if (stable.isOn()) {
      uploader.requireServer();
    }
    stable.await(files, console, quiet);
    SourceFiles.check(files);
    if (!quiet.isOn()) {
      SourceFiles.tellOfOtherNames(files, console);
    }
    List<JobId> submitted = submit(jobs, uploader, profile);
    return watch ? WatchCommand.watch(console, jobs, submitted, json, quiet) : ExitCode.DONE;
  }

  private List<JobId> submit(RemoteJobs jobs, SourceUploader uploader, Profile profile) {
    List<JobId> submitted = new ArrayList<>();
    for (Path file : files) {
      String key = uploader.place(file);
      JobStatus status =
          jobs.submit(
              new Submission(
                  SourceFiles.jobName(file), key, profile, priority, null, idempotencyKey));
      submitted.add(status.job());
      print(status);
    }
    return submitted;
  }

  private void print(JobStatus status) {
    if (!json.isOn()) {
      console.out().println(status.job());
    } else if (!watch) {
      new JsonLines(console.out()).print(status);
    }
  }
}
