package io.framemill.cli.console;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the standard error stream is connected to. Java cannot say, so the system is asked, and only
 * when somebody wants to know.
 */
public class Terminal {
  static final int DEFAULT_COLUMNS = 80;

  private static final Path STDERR_LINK = Path.of("/proc/self/fd/2");

  private final Map<String, String> environment;

  Terminal(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Whether lines can be drawn and drawn over: a terminal that understands ANSI sequences. {@code
   * FRAMEMILL_TERMINAL} ({@code 1} or {@code 0}) overrides.
   */
  public boolean isInteractive() {
    String override = environment.getOrDefault("FRAMEMILL_TERMINAL", "");
    if (!override.isEmpty()) {
      return override.equals("1");
    }
    return !"dumb".equals(environment.get("TERM")) && stderrIsTerminal();
  }

  /** Whether colours are wanted: see no-color.org. */
  public boolean hasColour() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Whether letters beyond ASCII can be shown. */
  public boolean hasUnicode() {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
        .orElse(false);
  }

  /** Width of the terminal in columns; {@link #DEFAULT_COLUMNS} if it does not say. */
  public int columns() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : columnsOfTerminal();
  }

  private static boolean stderrIsTerminal() {
    try {
      if (Files.exists(STDERR_LINK.getParent())) {
        String target = Files.readSymbolicLink(STDERR_LINK).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
      if (File.separatorChar == '\\') {
        return false;
      }
      return exitCode("test", "-t", "2") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int exitCode(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .redirectOutput(Redirect.DISCARD)
            .start();
    return waitFor(process);
  }

  /** {@code stty} looks at its standard input: the terminal itself, wherever ours comes from. */
  private static int columnsOfTerminal() {
    try {
      Process process =
          new ProcessBuilder(List.of("stty", "size"))
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      String size =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      boolean known = waitFor(process) == 0 && size.matches("\\d+ [1-9]\\d*");
      return known ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : DEFAULT_COLUMNS;
    } catch (IOException e) {
      return DEFAULT_COLUMNS;
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
