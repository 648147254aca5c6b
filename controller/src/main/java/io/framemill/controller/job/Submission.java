package io.framemill.controller.job;

import io.framemill.protocol.Profile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a job.
 *
 * @param name the source's file name, for people and for the job's id; at most {@value
 *     #MAX_NAME_LENGTH} characters
 * @param source storage key of the source
 * @param profile the outputs
 * @param priority 0 to 100, higher runs first; {@link #DEFAULT_PRIORITY} by habit
 * @param output storage key of the output directory; null lets the controller choose one named
 *     after the job
 */
public record Submission(
    String name, String source, Profile profile, int priority, @Nullable String output) {
  public static final int DEFAULT_PRIORITY = 50;

  /** No file system has longer ones; and a name stands in every event of its job. */
  static final int MAX_NAME_LENGTH = 1000;

  public Submission {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(profile, "profile");
    if (name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException("name: at most 1000 characters, not " + name.length());
    }
    if (priority < 0 || priority > 100) {
      throw new IllegalArgumentException("priority: 0 to 100, not " + priority);
    }
  }
}
