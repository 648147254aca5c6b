package io.framemill.controller.cli;

import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoreException;
import org.slf4j.LoggerFactory;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CommandLines.TRANSCODE)) {
      warmUp();
    }
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

  /**
   * Loads the store's classes and native code on another core, while the command line is read and
   * the slots start: half of what a transcode has to wait for otherwise.
   */
  private static void warmUp() {
    // First, and on this thread: while one thread sets logging up, SLF4J gives others a substitute.
    LoggerFactory.getILoggerFactory();
    Thread thread = new Thread(Main::openAndCloseAStore, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void openAndCloseAStore() {
    try {
      JobStore.inMemory().close();
    } catch (StoreException e) {
      LoggerFactory.getLogger(Main.class).debug("The store will say this again", e);
    }
  }
}
