package io.framemill.controller.cli;

/** A failure in one line. */
final class FailureLine {
  private FailureLine() {}

  /** The reason, after the name of what it is about unless it begins with that itself. */
  static String of(String name, String reason) {
    // A file may have line breaks in its name; in reasons, slots have replaced them likewise.
    String inOneLine = String.join("; ", name.strip().split("\\s*\\R\\s*"));
    return reason.startsWith(inOneLine + " ") || reason.startsWith(inOneLine + ":")
        ? reason
        : inOneLine + ": " + reason;
  }
}
