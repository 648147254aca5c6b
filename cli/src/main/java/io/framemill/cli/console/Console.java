package io.framemill.cli.console;

import io.framemill.protocol.text.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program's surroundings: data go to {@code out}, messages to {@code err}. Thread-safe.
 *
 * @param out the standard output stream
 * @param err the standard error stream
 * @param environment the environment variables
 * @param terminal whether and how {@code err} can be drawn on
 */
public record Console(
    PrintStream out, PrintStream err, Map<String, String> environment, Terminal terminal) {

  /** The console of this process. */
  public static Console ofThisProcess() {
    Map<String, String> environment = System.getenv();
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        environment,
        new Terminal(environment));
  }

  /** Says one line to the person, named after the program; escaped. */
  public void message(String text) {
    err.println("framemill: " + PrintableText.of(text));
  }

  /** A variable's value; null if it is not set or empty. */
  @Nullable
  public String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
