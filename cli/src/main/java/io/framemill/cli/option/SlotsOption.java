package io.framemill.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many tasks run at a time. */
public final class SlotsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Number of tasks to run at a time. Default: the number of processors")
  private @Nullable Integer slots;

  /**
   * The number of slots, from 1.
   *
   * @throws ParameterException if another one was asked for
   */
  public int count() {
    int count = slots == null ? Runtime.getRuntime().availableProcessors() : slots;
    if (count < 1) {
      throw new ParameterException(command.commandLine(), "--slots: at least 1, not " + count);
    }
    return count;
  }
}
