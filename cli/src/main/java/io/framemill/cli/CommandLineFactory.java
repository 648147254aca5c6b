package io.framemill.cli;

import io.framemill.cli.command.CancelCommand;
import io.framemill.cli.command.DeadCommand;
import io.framemill.cli.command.InspectCommand;
import io.framemill.cli.command.ListCommand;
import io.framemill.cli.command.PlanCommand;
import io.framemill.cli.command.ProfilesCommand;
import io.framemill.cli.command.RetryCommand;
import io.framemill.cli.command.ServeCommand;
import io.framemill.cli.command.StatusCommand;
import io.framemill.cli.command.SubmitCommand;
import io.framemill.cli.command.TranscodeCommand;
import io.framemill.cli.command.WatchCommand;
import io.framemill.cli.command.WorkerCommand;
import io.framemill.cli.command.WorkersCommand;
import io.framemill.cli.console.Console;
import io.framemill.cli.console.FailureHandler;
import io.framemill.cli.option.EnvironmentDefaults;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Builds the command line parser. If the first argument names a command, only that command is set
 * up: the others would add a tenth of a second.
 */
final class CommandLineFactory {
  static final String TRANSCODE = "transcode";

  private static final Map<String, Function<Console, Object>> COMMANDS = commands();

  private CommandLineFactory() {}

  /** Returns the parser for these arguments. */
  static CommandLine forArguments(Console console, String... arguments) {
    CommandLine framemill = new CommandLine(new Framemill());
    if (arguments.length > 0 && COMMANDS.containsKey(arguments[0])) {
      framemill.addSubcommand(arguments[0], COMMANDS.get(arguments[0]).apply(console));
    } else {
      COMMANDS.forEach((name, command) -> framemill.addSubcommand(name, command.apply(console)));
    }
    return configure(framemill, console);
  }

  private static CommandLine configure(CommandLine framemill, Console console) {
    FailureHandler failures = new FailureHandler(console);
    HelpLayout.addStandardOptions(framemill);
    framemill.getSubcommands().values().forEach(HelpLayout::apply);
    return framemill
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HelpLayout.WIDTH_COLUMNS)
        .setDefaultValueProvider(new EnvironmentDefaults(console))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures::wrongUsage)
        .setExecutionExceptionHandler(failures::failed);
  }

  private static Map<String, Function<Console, Object>> commands() {
    Map<String, Function<Console, Object>> commands = new LinkedHashMap<>();
    commands.put(TRANSCODE, TranscodeCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("worker", console -> new WorkerCommand());
    commands.put("submit", SubmitCommand::new);
    commands.put("list", ListCommand::new);
    commands.put("status", StatusCommand::new);
    commands.put("watch", WatchCommand::new);
    commands.put("cancel", CancelCommand::new);
    commands.put("retry", RetryCommand::new);
    commands.put("workers", WorkersCommand::new);
    commands.put("dead", DeadCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("plan", PlanCommand::new);
    commands.put("profiles", ProfilesCommand::new);
    return commands;
  }
}
