package io.framemill.cli.console;

import io.framemill.protocol.MessageCodec;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Records as lines of JSON (NDJSON), each with the protocol's version. Thread-safe. */
public final class JsonLines {
  private final MessageCodec codec = new MessageCodec();
  private final PrintStream out;

  public JsonLines(PrintStream out) {
    this.out = out;
  }

  public void print(Object message) {
    out.println(new String(codec.encode(message), StandardCharsets.UTF_8));
  }
}
