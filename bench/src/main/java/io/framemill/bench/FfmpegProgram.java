package io.framemill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** The {@code ffmpeg} program of the build whose libraries Framemill uses. */
public final class FfmpegProgram {
  private final Path program;

  private FfmpegProgram(Path program) {
    this.program = program;
  }

  /**
   * Unpacks it.
   *
   * @throws IllegalStateException if it does not start: it needs three libraries of the system
   */
  static FfmpegProgram unpack() throws IOException, InterruptedException {
    Path file = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
    FfmpegProgram program = new FfmpegProgram(file);
    Process process =
        new ProcessBuilder(program.command(List.of("-version"))).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "The bundled ffmpeg does not start. It needs libpulse0, libasound2 and libxcb-shm0"
              + " (Debian's names): "
              + answer);
    }
    return program;
  }

  /** The command with its arguments, quiet and never asking. */
  List<String> command(List<String> arguments) {
    // Some of the build's libraries do not look for others beside themselves.
    String libraries = "LD_LIBRARY_PATH=" + program.getParent();
    List<String> command = new ArrayList<>(List.of("env", libraries, program.toString()));
    command.addAll(List.of("-hide_banner", "-nostdin", "-y", "-loglevel", "warning"));
    command.addAll(arguments);
    return command;
  }

  /**
   * Runs it to its end.
   *
   * @throws IllegalStateException if it fails; the message has what it said
   */
  public void run(List<String> arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("framemill-bench-", ".log");
    try {
      int status =
          new ProcessBuilder(command(arguments))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(arguments + "\n" + Files.readString(log));
      }
    } finally {
      Files.delete(log);
    }
  }
}
