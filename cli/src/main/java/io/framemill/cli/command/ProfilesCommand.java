package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.HumanUnits;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.console.Table;
import io.framemill.cli.option.JsonOption;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the program brings along. */
@Command(
    name = "profiles",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "Show the built-in profiles and their ladders.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill profiles",
      "  framemill transcode clip.mp4 -p hls-h264-quality",
      "  framemill transcode clip.mp4 -p my.yaml        docs/profiles.md says what goes in it"
    })
public final class ProfilesCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JsonOption json;

  public ProfilesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Profile> profiles = Profiles.builtInNames().stream().map(Profiles::load).toList();
    if (json.isOn()) {
      profiles.forEach(new JsonLines(console.out())::print);
    } else {
      profiles.forEach(profile -> console.out().println(describe(profile)));
    }
    return ExitCode.DONE;
  }

  private static String describe(Profile profile) {
    Table table = new Table();
    for (Profile.VideoEncode encode : profile.encodes()) {
      table.row(
          "  " + encode.height() + "p",
          lowerCase(encode.codec()),
          "CRF " + encode.crf(),
          "at most " + encode.maxRateKbps() + " kb/s",
          encode.preset());
    }
    for (Profile.AudioEncode encode : profile.audio()) {
      table.row(
          "  sound",
          lowerCase(encode.codec()),
          encode.bitrateKbps() + " kb/s",
          HumanUnits.channels(encode.channels()));
    }
    return String.format(
        Locale.ROOT,
        "%s%n  %s%n%s  segments of %s s%n",
        profile.name(),
        profile.description(),
        table,
        HumanUnits.seconds(profile.packaging().segmentMillis()));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
