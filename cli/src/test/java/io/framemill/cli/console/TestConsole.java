package io.framemill.cli.console;

import io.framemill.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs commands and keeps what they print. */
public final class TestConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  public TestConsole() {
    environment.put("FRAMEMILL_TERMINAL", "0");
  }

  public TestConsole with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Console console() {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        new Terminal(environment));
  }

  /** Runs a command in this process; returns its exit code. */
  public int run(String... arguments) {
    return Main.run(console(), arguments);
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
