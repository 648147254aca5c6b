package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.LogConfigurator;
import io.framemill.cli.local.LocalInspection;
import io.framemill.cli.local.OutputNames;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.LimitOptions;
import io.framemill.cli.option.MaxCostOption;
import io.framemill.cli.option.ProfileOption;
import io.framemill.cli.option.SlotsOption;
import io.framemill.cli.view.PlanTable;
import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Plans a job without running it. */
@Command(
    name = "plan",
    header = "Show the renditions and tasks of a job without running it.",
    footer = {
      "  framemill plan clip.mp4",
      "  framemill plan clip.mp4 -p hls-h264-quality --slots 16"
    })
public final class PlanCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ProfileOption profileOption;
  @Mixin private SlotsOption slots;
  @Mixin private LimitOptions limits;
  @Mixin private MaxCostOption maxCost;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "Media file to plan for.")
  private Path file;

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogConfigurator.withoutStory();
    int slotCount = slots.count();
    Profile profile = profileOption.load();
    MediaInfo media = LocalInspection.inspect(file, limits.of(1));
    Plan plan =
        new Planner(new JobId("plan"), file.toString(), OutputNames.of(List.of(file)).get(0))
            .plan(media, profile, slotCount);
    maxCost.limit().check(plan, file.toString());
    if (json.isOn()) {
      new JsonLines(console.out()).print(plan);
    } else {
      console.out().print(PlanTable.describe(file.toString(), profile, slotCount, plan));
    }
    return ExitCode.DONE;
  }
}
