package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.protocol.rendition.OutputLayout;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The launcher of the checkout that the benchmark belongs to. */
public final class FramemillProgram {
  private final Path launcher;

  private FramemillProgram(Path launcher) {
    this.launcher = launcher;
  }

  /** Finds it, and builds it if it is not up to date. */
  static FramemillProgram ready() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("framemill.root"));
    FramemillProgram program = new FramemillProgram(root.resolve("framemill"));
    program.output(List.of("--version"));
    return program;
  }

  public List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What it prints on stdout, as JSON. */
  JsonNode json(String... arguments) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(output(List.of(arguments)));
  }

  /** The report that a job leaves beside its output. */
  static JsonNode report(Path output) throws IOException {
    return new ObjectMapper().readTree(programme(output).resolve(OutputLayout.JOB_REPORT).toFile());
  }

  /** The directory of the one job whose output lies in a directory. */
  static Path programme(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private String output(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String text = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("Exit code " + process.exitValue() + ": " + command);
    }
    return text;
  }
}
