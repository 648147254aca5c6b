package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that has a temporary directory below its first argument, and a file in it. */
final class TemporaryFilesProgram {
  private static final String WAIT = "wait";

  private TemporaryFilesProgram() {}

  public static void main(String[] arguments) throws Exception {
    TemporaryDirectory directory = new TemporaryDirectory(Path.of(arguments[0]));
    directory.sweep();
    Path deep = Files.createDirectory(directory.path().resolve("deep"));
    Files.writeString(deep.resolve("file"), "left");
    System.out.println("ready");
    if (arguments.length > 1) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** One that ends by itself. */
  static Process start(Path parent) throws IOException {
    return start(parent, List.of());
  }

  /** One that has made its file and goes on until it is killed. */
  static Process startAndWait(Path parent) throws IOException {
    Process process = start(parent, List.of(WAIT));
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  private static Process start(Path parent, List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TemporaryFilesProgram.class.getName(),
                parent.toString()));
    command.addAll(more);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
