package io.framemill.testprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a program on this class path in a process that has another umask. */
public final class UmaskProcess {
  private UmaskProcess() {}

  /**
   * Waits until the program has succeeded.
   *
   * @param umask octal, such as {@code 022}
   * @param program has a main method
   * @param directory its only argument
   */
  public static void run(String umask, Class<?> program, Path directory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    "umask " + umask + "; exec \"$@\"",
                    "sh",
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    program.getName(),
                    directory.toString()))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
