package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.LogConfigurator;
import io.framemill.cli.local.LocalInspection;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.LimitOptions;
import io.framemill.cli.view.MediaTable;
import io.framemill.protocol.media.MediaInfo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the streams and properties of a file. */
@Command(
    name = "inspect",
    header = "Show the streams and properties of a media file.",
    footer = {
      "  framemill inspect clip.mp4",
      "  framemill inspect clip.mp4 --json | jq '.video[0].codec'"
    })
public final class InspectCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private LimitOptions limits;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "Media file to inspect.")
  private Path file;

  public InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogConfigurator.withoutStory();
    MediaInfo media = LocalInspection.inspect(file, limits.of(1));
    if (json.isOn()) {
      new JsonLines(console.out()).print(media);
    } else {
      console.out().print(MediaTable.describe(file.toString(), media));
    }
    return ExitCode.DONE;
  }
}
