package io.framemill.cli.option;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether a command waits for files that are still copied. */
public final class WaitForStableOption {
  private static final int DEFAULT_SECONDS = 5;
  private static final int MAX_SECONDS = 3600;

  @Option(
      names = "--wait-for-stable",
      arity = "0..1",
      paramLabel = "SECONDS",
      preprocessor = SecondsIfAny.class,
      description =
          "Wait until size and modification time of each file have not changed for this long, for"
              + " files that are still being copied. 1 to "
              + MAX_SECONDS
              + " seconds. Default without a number: "
              + DEFAULT_SECONDS)
  private @Nullable Integer seconds;

  /** Whether {@link #await} waits. */
  public boolean isOn() {
    return seconds != null;
  }

  /**
   * Waits, if that was asked for, and says so.
   *
   * @throws UserException if a file is not there
   */
  public void await(List<Path> files, Console console, QuietOption quiet)
      throws InterruptedException {
    if (seconds == null) {
      return;
    }
    if (!quiet.isOn()) {
      console.message(
          "Waiting until %s been unchanged for %s s"
              .formatted(
                  files.size() == 1 ? files.get(0) + " has" : files.size() + " files have",
                  seconds));
    }
    new StableFiles(
            Duration.ofSeconds(seconds), System::nanoTime, time -> Thread.sleep(time.toMillis()))
        .await(files);
  }

  /**
   * Takes what is attached by {@code =}. Takes the next argument only if it is a number: else it is
   * the first file.
   */
  static final class SecondsIfAny implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean isAttached = command.parser().separator().equals(info.get("separator"));
      if (!isAttached && (arguments.isEmpty() || !arguments.peek().matches("[0-9]+"))) {
        option.setValue(DEFAULT_SECONDS);
        return true;
      }
      String text = arguments.pop();
      if (!text.matches("0*[1-9][0-9]{0,3}") || Integer.parseInt(text) > MAX_SECONDS) {
        throw new ParameterException(
            command.commandLine(),
            "--wait-for-stable: 1 to " + MAX_SECONDS + " seconds, not " + text);
      }
      option.setValue(Integer.valueOf(text));
      return true;
    }
  }
}
