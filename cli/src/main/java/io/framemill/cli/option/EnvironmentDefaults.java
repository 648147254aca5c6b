package io.framemill.cli.option;

import io.framemill.cli.console.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives each option that is not on the command line the value of its environment variable. */
public record EnvironmentDefaults(Console console) implements IDefaultValueProvider {
  /** The environment variable of an option: {@code FRAMEMILL_OUTPUT} for {@code --output}. */
  public static String variable(OptionSpec option) {
    return "FRAMEMILL_"
        + option.longestName().replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
        ? console.variable(variable(option))
        : null;
  }
}
