package io.framemill.controller.cli;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Console console = Console.ofThisProcess();
    int code = run(console, arguments);
    console.out().flush();
    console.err().flush();
    // Not a return: a thread that someone left behind must not keep a finished program alive.
    System.exit(code);
  }

  /** Runs a command; returns its exit code. */
  static int run(Console console, String... arguments) {
    return CommandLines.forArguments(console, arguments).execute(arguments);
  }
}
