package io.framemill.protocol;

/**
 * Logger for the events of jobs and attempts. A program that shows job events by other means
 * silences this logger and keeps all other warnings.
 */
public final class JobLog {
  /** Name of the logger. */
  public static final String NAME = "io.framemill.Story";

  private JobLog() {}
}
