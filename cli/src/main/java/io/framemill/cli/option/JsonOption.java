package io.framemill.cli.option;

import picocli.CommandLine.Option;

/** Whether data come as JSON. */
public final class JsonOption {
  @Option(
      names = "--json",
      fallbackValue = "true",
      description = "Print JSON to standard output, one object per line.")
  private boolean json;

  public boolean isOn() {
    return json;
  }
}
