package io.framemill.cli.console;

import io.framemill.protocol.text.PrintableText;

/** A failure in one line. */
public final class FailureLine {
  private FailureLine() {}

  /** The reason, after the name of what it is about unless it begins with that itself. */
  public static String of(String name, String reason) {
    // A file may have line breaks in its name; in reasons, slots have escaped them likewise.
    String subject = PrintableText.of(name);
    String line = PrintableText.of(reason);
    return line.startsWith(subject + " ") || line.startsWith(subject + ":")
        ? line
        : subject + ": " + line;
  }
}
