package io.framemill.cli.command;

import io.framemill.cli.option.EnvironmentDefaults;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The worker command as a program of its own. */
public final class WorkerProgram {
  private WorkerProgram() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new WorkerCommand())
            .setDefaultValueProvider(
                argument ->
                    argument instanceof OptionSpec option
                            && !option.usageHelp()
                            && !option.versionHelp()
                        ? System.getenv(EnvironmentDefaults.variable(option))
                        : null)
            .execute(arguments));
  }
}
