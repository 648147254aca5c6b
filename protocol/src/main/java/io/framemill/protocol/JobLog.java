package io.framemill.protocol;

/**
 * The logger of what becomes of jobs and attempts, line by line. A program that shows the story of
 * its jobs by other means silences this one and hears all other warnings.
 */
public final class JobLog {
  /** Its name. */
  public static final String NAME = "io.framemill.Story";

  private JobLog() {}
}
