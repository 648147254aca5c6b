package io.framemill.controller.cli;

import picocli.CommandLine.Option;

/** Whether data come as JSON. */
final class JsonOption {
  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Write one JSON object for each line to standard output.")
  private boolean json;

  boolean isOn() {
    return json;
  }
}
