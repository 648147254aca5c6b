package io.framemill.cli.option;

import picocli.CommandLine.Option;

/** Whether only failures are told. */
public final class QuietOption {
  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "Print no progress, only errors.")
  private boolean quiet;

  public boolean isOn() {
    return quiet;
  }
}
