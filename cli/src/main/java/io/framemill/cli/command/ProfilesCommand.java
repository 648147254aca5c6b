package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.cli.option.JsonOption;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the built-in profiles, or prints the YAML of one. */
@Command(
    name = "profiles",
    header = "List the built-in profiles, or print the YAML of one.",
    description = "The YAML of a built-in profile is a starting point for your own.",
    footer = {
      "  framemill profiles",
      "  framemill profiles hls-h264 > my.yaml",
      "  framemill transcode clip.mp4 -p my.yaml",
      "",
      "docs/profiles.md describes the keys of a profile."
    })
public final class ProfilesCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Built-in profile to print as YAML. Default: list all")
  private @Nullable String name;

  @Spec private CommandSpec spec;

  public ProfilesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (name != null) {
      print(name);
      return ExitCode.DONE;
    }
    List<Profile> profiles = Profiles.builtInNames().stream().map(Profiles::load).toList();
    if (json.isOn()) {
      profiles.forEach(new JsonLines(console.out())::print);
    } else {
      profiles.forEach(profile -> console.out().println(describe(profile)));
    }
    return ExitCode.DONE;
  }

  private void print(String profile) {
    List<String> known = Profiles.builtInNames();
    if (!known.contains(profile)) {
      throw new ParameterException(
          spec.commandLine(),
          "No built-in profile named \"%s\". Known names: %s"
              .formatted(profile, String.join(", ", known)));
    }
    if (json.isOn()) {
      new JsonLines(console.out()).print(Profiles.load(profile));
    } else {
      console.out().print(Profiles.yaml(profile));
    }
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
          ReadableUnits.channels(encode.channels()));
    }
    return String.format(
        Locale.ROOT,
        "%s%n  %s%n%s  segments of %s s%n",
        profile.name(),
        profile.description(),
        table,
        ReadableUnits.seconds(profile.packaging().segmentMillis()));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
