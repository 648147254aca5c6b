package io.framemill.controller.cli;

import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Profile;
import java.nio.file.Path;
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

/** The tasks of a job that is not run. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "Show the tasks that a job would have, without running them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill plan clip.mp4",
      "  framemill plan clip.mp4 -p hls-h264-quality --slots 16"
    })
final class PlanCommand implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec;
  @Mixin private ProfileOption profileOption;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "The file to plan for.")
  private Path file;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Tasks that run at a time. Default: one for each processor.")
  private @Nullable Integer slots;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogConfigurator.withoutStory();
    int slotCount = slots == null ? Runtime.getRuntime().availableProcessors() : slots;
    if (slotCount < 1) {
      throw new ParameterException(spec.commandLine(), "--slots: at least 1, not " + slotCount);
    }
    Profile profile = profileOption.load();
    MediaInfo media = LocalInspection.inspect(file);
    Plan plan =
        new Planner(new JobId("plan"), file.toString(), OutputNames.of(List.of(file)).get(0))
            .plan(media, profile, slotCount);
    if (json.isOn()) {
      new JsonLines(console.out()).print(plan);
    } else {
      console.out().print(PlanTable.describe(file.toString(), profile.name(), slotCount, plan));
    }
    return ExitCode.DONE;
  }
}
