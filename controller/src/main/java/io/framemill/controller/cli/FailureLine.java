package io.framemill.controller.cli;

import io.framemill.protocol.PrintableText;

/** A failure in one line. */
final class FailureLine {
  private FailureLine() {}

  /** The reason, after the name of what it is about unless it begins with that itself. */
  static String of(String name, String reason) {
    // A file may have line breaks in its name; in reasons, slots have escaped them likewise.
    String subject = PrintableText.of(name);
    String line = PrintableText.of(reason);
    return line.startsWith(subject + " ") || line.startsWith(subject + ":")
        ? line
        : subject + ": " + line;
  }
}
