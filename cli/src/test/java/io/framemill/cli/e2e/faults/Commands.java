package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs the system's own small programs. */
final class Commands {
  private Commands() {}

  /** Runs a program to its end; throws if it fails. */
  static void run(String... command) {
    Result result = result(command);
    if (result.exitCode != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.output);
    }
  }

  /** Runs a program to its end; false if it fails or is not there. */
  static boolean succeeds(String... command) {
    try {
      return result(command).exitCode == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Sends a signal; does nothing to a process that has ended.
   *
   * @param signal such as {@code STOP}
   */
  static void signal(String signal, ProcessHandle process) {
    result("kill", "-" + signal, "" + process.pid());
  }

  private static Result result(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] output = process.getInputStream().readAllBytes();
      return new Result(process.waitFor(), new String(output, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private record Result(int exitCode, String output) {}
}
