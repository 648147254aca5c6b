package io.framemill.controller.cli;

/** A failure in one line. */
final class FailureLine {
  private FailureLine() {}

  /** The reason, after the name of what it is about unless it begins with that itself. */
  static String of(String name, String reason) {
    return reason.startsWith(name + " ") || reason.startsWith(name + ":")
        ? reason
        : name + ": " + reason;
  }
}
