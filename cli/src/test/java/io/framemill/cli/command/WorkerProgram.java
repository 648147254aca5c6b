package io.framemill.cli.command;

import picocli.CommandLine;

/** The worker command as a program of its own. */
public final class WorkerProgram {
  private WorkerProgram() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WorkerCommand()).execute(arguments));
  }
}
