package io.framemill.cli;

import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.option.EnvironmentDefaults;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Gives the help page of each command the same options, order of options, width and headings. */
final class HelpLayout {
  static final int WIDTH_COLUMNS = 80;

  /** All options, by their longest names, in the order in which help pages list them. */
  static final List<String> OPTION_ORDER =
      List.of(
          // Inputs and outputs.
          "--output",
          "--media",
          "--state",
          "--state-password-file",
          // What to do.
          "--profile",
          "--program",
          "--video-stream",
          "--priority",
          "--idempotency-key",
          "--wait-for-stable",
          "--watch",
          // Limits.
          "--slots",
          "--slot-memory",
          "--grace",
          "--task-time",
          "--task-output",
          "--max-cost",
          "--max-upload",
          "--max-requests",
          "--max-duration",
          "--max-fps",
          "--max-pixels",
          "--max-streams",
          // Connections.
          "--broker",
          "--broker-credentials-file",
          "--broker-ca-file",
          "--broker-cert",
          "--broker-key",
          "--broker-wait",
          "--namespace",
          "--take-over-broker",
          "--http",
          "--behind-proxy",
          "--tls-cert",
          "--tls-key",
          "--server",
          "--ca-file",
          "--token-file",
          // Output format.
          "--json",
          "--quiet",
          // Help.
          "--help",
          "--version");

  private static final Map<String, Integer> POSITIONS =
      IntStream.range(0, OPTION_ORDER.size())
          .boxed()
          .collect(Collectors.toUnmodifiableMap(OPTION_ORDER::get, position -> position));

  private HelpLayout() {}

  /** Sets the layout of one command. */
  static void apply(CommandLine command) {
    addStandardOptions(command);
    UsageMessageSpec message = command.getCommandSpec().usageMessage();
    message.abbreviateSynopsis(true);
    if (message.description().length > 0) {
      message.description(
          Stream.of(Stream.of(""), Stream.of(message.description()), Stream.of(""))
              .flatMap(lines -> lines)
              .toArray(String[]::new));
    }
    message.footerHeading("%nExamples:%n");
    message.footer(
        Stream.concat(Stream.of(message.footer()), Stream.of("", environmentHint(command)))
            .toArray(String[]::new));
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::optionList);
  }

  /** Adds {@code --help} and {@code --version}. */
  static void addStandardOptions(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new ReleaseVersion());
  }

  private static String optionList(Help help) {
    return help.optionList(
        help.createDefaultLayout(),
        Comparator.comparingInt(HelpLayout::position),
        help.parameterLabelRenderer());
  }

  private static String environmentHint(CommandLine command) {
    OptionSpec first =
        Collections.min(
            command.getCommandSpec().options(), Comparator.comparingInt(HelpLayout::position));
    return "Each option has an environment variable: %s for %s."
        .formatted(EnvironmentDefaults.variable(first), first.longestName());
  }

  private static int position(OptionSpec option) {
    return POSITIONS.getOrDefault(option.longestName(), OPTION_ORDER.size());
  }
}
