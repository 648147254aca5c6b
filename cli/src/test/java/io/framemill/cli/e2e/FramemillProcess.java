package io.framemill.cli.e2e;

import io.framemill.testbroker.Directories;
import io.framemill.testbroker.EndOfProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running Framemill. What it prints goes to files, so that it can be read while it runs and never
 * blocks it. Closing kills it and its slots.
 */
public final class FramemillProcess implements AutoCloseable {
  /** A JVM that starts quickly; from Java 24 on it warns of native libraries otherwise. */
  static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Of all programs of this JVM, and deleted with it: one that is killed does not tidy up. */
  private static final Path TEMPORARY = temporaryDirectory();

  private final Process process;
  private final Path out;
  private final Path err;

  private FramemillProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts the program in a directory and returns at once. */
  static FramemillProcess start(
      Path directory, Map<String, String> environment, List<String> arguments) {
    return start(directory, environment, List.of(), arguments);
  }

  /**
   * Starts the program in a directory and returns at once.
   *
   * @param jvmArguments for its JVM alone, not for its slots
   */
  public static FramemillProcess start(
      Path directory,
      Map<String, String> environment,
      List<String> jvmArguments,
      List<String> arguments) {
    return startCommand(directory, environment, command(jvmArguments, arguments));
  }

  /**
   * Starts the program with arguments that Java cannot pass on, such as bytes that are no UTF-8,
   * and waits for its end.
   *
   * @param words as a POSIX shell reads them
   */
  static FramemillProcess runInShell(Path directory, String words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + words, "sh"));
    command.addAll(command(List.of(), List.of()));
    FramemillProcess program = startCommand(directory, Map.of("LC_ALL", "C.UTF-8"), command);
    program.exitCode();
    return program;
  }

  private static List<String> command(List<String> jvmArguments, List<String> arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.add("-Djava.io.tmpdir=" + TEMPORARY);
    command.addAll(ProgramArchive.jvmArguments());
    command.addAll(jvmArguments);
    command.add("io.framemill.cli.Main");
    command.addAll(arguments);
    return command;
  }

  private static FramemillProcess startCommand(
      Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(TEMPORARY, "", ".out");
      Path err = Files.createTempFile(TEMPORARY, "", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("FRAMEMILL_"));
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      return new FramemillProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the program in a directory and waits for its end. */
  static FramemillProcess run(Path directory, String... arguments) {
    FramemillProcess program = start(directory, Map.of(), List.of(arguments));
    program.exitCode();
    return program;
  }

  /**
   * Waits for the end.
   *
   * @return the exit code
   * @throws AssertionError if it does not end within some minutes; it is killed then
   */
  public int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        close();
        throw new AssertionError("Still running after " + PATIENCE + "\n" + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  /** What it has printed to standard output so far. */
  String out() {
    return read(out);
  }

  /** What it has printed to standard error so far. */
  public String err() {
    return read(err);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Its child processes: the slots of a worker. */
  public List<ProcessHandle> slots() {
    return process.children().toList();
  }

  /** Sends it a signal that Java has no call for, such as {@code STOP}. */
  void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + name + " failed with " + code);
    }
  }

  /**
   * Asks it to end as Ctrl-C does. Where the tests run in the background of a shell they ignore
   * SIGINT, and so do all processes that they start (POSIX.1-2017, sh, 2.11): then by SIGTERM.
   */
  void interrupt() throws IOException, InterruptedException {
    signal(ignoresInterrupts() ? "TERM" : "INT");
  }

  /** From the mask of ignored signals, proc(5): the bit of signal 2. */
  private boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", "" + process.pid(), "status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> line.substring("SigIgn:".length()).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 0b10) != 0);
  }

  /** Ends this process alone, as {@code kill -9} does. Its children see their input end. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Asks it to end, as {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  /** Ends it with its slots, and waits: they write to directories that are deleted next. */
  @Override
  public void close() {
    stopStartingSlots();
    List<ProcessHandle> all = new ArrayList<>(slots());
    all.add(0, handle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(EndOfProcess::await);
  }

  /** A slot that it starts between a look at its children and its end would be left behind. */
  private void stopStartingSlots() {
    if (!isAlive()) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor();
    } catch (IOException e) {
      // Where there is no such program, its slots see their input end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything that it has printed, for a failed assertion. */
  @Override
  public String toString() {
    return "---- out\n" + out() + "---- err\n" + err() + "----";
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("framemill-programs-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      // Not readString, which fails if half a character has been written.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
