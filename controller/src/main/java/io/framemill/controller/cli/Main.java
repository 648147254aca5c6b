package io.framemill.controller.cli;

import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoreException;
import io.framemill.worker.task.SlotCommand;
import io.framemill.worker.task.SlotProcess;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CommandLines.TRANSCODE)) {
      // First, and on this thread: while one thread sets logging up, SLF4J gives others a
      // substitute.
      LoggerFactory.getILoggerFactory();
      startSlotAhead();
      openStoreAhead();
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

  /** While a slot starts on another core, the command line is read and the store made ready. */
  private static void startSlotAhead() {
    try {
      SlotProcess.startAhead(SlotCommand.ofThisJvm());
    } catch (IOException e) {
      LoggerFactory.getLogger(Main.class).debug("The worker will say this again", e);
    }
  }

  /** Loads the store's classes and native code, half of what a transcode waits for otherwise. */
  private static void openStoreAhead() {
    Thread thread = new Thread(Main::openAndCloseAStore, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void openAndCloseAStore() {
    try (JobStore store = JobStore.inMemory()) {
      store.jobs();
    } catch (StoreException e) {
      LoggerFactory.getLogger(Main.class).debug("The store will say this again", e);
    }
  }
}
