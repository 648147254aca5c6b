package io.framemill.controller.cli;

import picocli.CommandLine.Option;

/** Whether only failures are told. */
final class QuietOption {
  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "Say nothing while it runs; failures are told all the same.")
  private boolean quiet;

  boolean isOn() {
    return quiet;
  }
}
