package io.framemill.cli;

import io.framemill.cli.console.Console;
import io.framemill.worker.process.PrestartedSlot;
import io.framemill.worker.process.SlotCommand;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CommandLineFactory.TRANSCODE)) {
      startSlotAhead();
    }
    // The JVM's default handler prints the message of a failure without escaping it.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(Main.class)
                .error("Thread {} ends by a bug", thread.getName(), failure));
    Console console = Console.ofThisProcess();
    int code = run(console, arguments);
    console.out().flush();
    console.err().flush();
    // Not a return: a thread that someone left behind must not keep a finished program alive.
    System.exit(code);
  }

  /** Runs a command; returns its exit code. */
  public static int run(Console console, String... arguments) {
    return CommandLineFactory.forArguments(console, arguments).execute(arguments);
  }

  /** While a slot starts on another core, the command line is read and all else made ready. */
  private static void startSlotAhead() {
    try {
      PrestartedSlot.start(SlotCommand.ofThisJvm());
    } catch (IOException e) {
      LoggerFactory.getLogger(Main.class).debug("The worker will say this again", e);
    }
  }
}
