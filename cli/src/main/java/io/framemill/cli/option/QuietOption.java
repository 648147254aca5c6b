package io.framemill.cli.option;

import picocli.CommandLine.Option;

/** Whether only failures are told. */
public final class QuietOption {
  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "Say nothing while it runs; failures are told all the same.")
  private boolean quiet;

  public boolean isOn() {
    return quiet;
  }
}
