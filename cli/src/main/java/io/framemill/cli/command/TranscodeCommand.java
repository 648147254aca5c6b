package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.InterruptSignal;
import io.framemill.cli.console.LogConfigurator;
import io.framemill.cli.local.LocalWorker;
import io.framemill.cli.local.OutputDirectory;
import io.framemill.cli.local.OutputNames;
import io.framemill.cli.local.PreviousOutput;
import io.framemill.cli.local.SourceFiles;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.LimitOptions;
import io.framemill.cli.option.MaxCostOption;
import io.framemill.cli.option.ProfileOption;
import io.framemill.cli.option.QuietOption;
import io.framemill.cli.option.SlotsOption;
import io.framemill.cli.option.WaitForStableOption;
import io.framemill.cli.view.JobFollower;
import io.framemill.cli.view.JobView;
import io.framemill.cli.view.JobViews;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.Controller;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.worker.process.SlotLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Controller and worker in one process, for these files. */
@Command(
    name = "transcode",
    header = "Transcode files to adaptive streams on this machine.",
    description =
        "Writes DIR/NAME/master.m3u8 for each file and prints these paths at the end. NAME is the"
            + " file name without its extension. Existing output of that name is replaced once the"
            + " new file has been inspected successfully. Output of failed files is deleted. The exit"
            + " code is 0 only if all files succeed.",
    footer = {
      "  framemill transcode clip.mp4",
      "  framemill transcode a.mov b.mkv -o /srv/streams -p hls-h264-quality",
      "  framemill transcode -q -- -strange-name.mp4"
    })
public final class TranscodeCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ProfileOption profileOption;
  @Mixin private SlotsOption slots;
  @Mixin private LimitOptions limits;
  @Mixin private MaxCostOption maxCost;
  @Mixin private JsonOption json;
  @Mixin private QuietOption quiet;
  @Mixin private WaitForStableOption stable;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Media files to transcode.")
  private List<Path> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Output directory. Default: ${DEFAULT-VALUE}")
  private Path output;

  public TranscodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogConfigurator.withoutStory();
    int slotCount = slots.count();
    SlotLimits slotLimits = limits.of(slotCount);
    profileOption.check();
    stable.await(files, console, quiet);
    SourceFiles.check(files);
    if (!quiet.isOn()) {
      SourceFiles.tellOfOtherNames(files, console);
    }
    List<String> names = OutputNames.of(files);
    PreviousOutput.requireReplaceable(output, names, files);
    // The slots early: they start while this process gets everything else ready.
    try (OutputDirectory prepared = OutputDirectory.prepare(output, names);
        LocalWorker worker = LocalWorker.start(files, output, slotCount, slotLimits)) {
      Profile profile = profileOption.load();
      try (Controller controller =
          Controller.start(
              ControllerConfig.forSlots(slotCount, maxCost.limit()),
              worker.broker(),
              worker.storage(),
              JobStore.inMemory())) {
        return run(controller, worker, submissions(worker, names, profile));
      }
    }
  }

  private List<Submission> submissions(LocalWorker worker, List<String> names, Profile profile) {
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      submissions.add(
          new Submission(
              SourceFiles.jobName(files.get(i)),
              worker.key(files.get(i)),
              profile,
              Submission.DEFAULT_PRIORITY,
              names.get(i)));
    }
    return submissions;
  }

  private int run(Jobs jobs, LocalWorker worker, List<Submission> submissions)
      throws InterruptedException {
    Map<JobId, String> outputs = new LinkedHashMap<>();
    Map<JobId, JobState> ends;
    InterruptSignal interruption;
    try (JobView view = JobViews.choose(console, json, quiet);
        JobFollower follower = new JobFollower(jobs, view)) {
      interruption = InterruptSignal.listen(() -> cancelAll(jobs, view));
      for (Submission submission : submissions) {
        JobId job = jobs.submit(submission).job();
        outputs.put(job, String.valueOf(submission.output()));
        follower.follow(job);
      }
      if (interruption.isRaised()) {
        cancelAll(jobs, view);
      }
      // Also of a worker that broke before: no job is left that nobody runs.
      worker.whenBroken(why -> giveUp(jobs, why));
      ends = follower.await();
    }
    if (!json.isOn()) {
      printMasters(outputs, ends);
    }
    return interruption.isRaised() ? ExitCode.INTERRUPTED : exitCode(ends);
  }

  private void giveUp(Jobs jobs, Throwable why) {
    console.message("The worker failed (" + why + "); deleting incomplete output");
    jobs.list().forEach(job -> jobs.cancel(job.job()));
  }

  private static void cancelAll(Jobs jobs, JobView view) {
    view.note("Interrupted; deleting incomplete output");
    jobs.list().forEach(job -> jobs.cancel(job.job()));
  }

  private void printMasters(Map<JobId, String> outputs, Map<JobId, JobState> ends) {
    ends.forEach(
        (job, state) -> {
          if (state == JobState.DONE) {
            Path made = output.resolve(String.valueOf(outputs.get(job)));
            console.out().println(made.resolve(OutputLayout.MASTER_PLAYLIST));
          }
        });
  }

  /** Success is success of all. */
  static int exitCode(Map<JobId, JobState> ends) {
    return ends.values().stream().allMatch(state -> state == JobState.DONE)
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }
}
