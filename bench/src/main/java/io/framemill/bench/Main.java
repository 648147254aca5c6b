package io.framemill.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
    name = "bench",
    description = "Measures Framemill. docs/performance.md explains each benchmark.",
    subcommands = {
      VersusFfmpeg.class,
      Seams.class,
      ScaleOut.class,
      ControllerLoad.class,
      StartUp.class
    })
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
