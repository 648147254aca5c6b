package io.framemill.cli.option;

import picocli.CommandLine.Option;

/** Whether data come as JSON. */
public final class JsonOption {
  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Write one JSON object for each line to standard output.")
  private boolean json;

  public boolean isOn() {
    return json;
  }
}
