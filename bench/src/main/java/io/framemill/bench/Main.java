package io.framemill.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
    name = "bench",
    description = "Measures Framemill. docs/performance.md explains each benchmark.",
    subcommands = {
      VersusFfmpeg.class,
      Seams.class,
      SlotScaling.class,
      ScaleOut.class,
      ControllerLoad.class,
      StartUp.class
    })
final class Main {
  private Main() {}

  public static void main(String[] args) {
    // The output is a table; of the controller in this process only errors are printed.
    ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger("io.framemill")
        .setLevel(Level.ERROR);
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
