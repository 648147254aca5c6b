package io.framemill.controller.api;

import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a job.
 *
 * @param name the source's file name, for users and for the job's id; at most {@value
 *     #MAX_NAME_LENGTH} characters, all of them printable
 * @param source storage key of the source
 * @param profile the outputs
 * @param priority 0 to 100, higher runs first; {@link #DEFAULT_PRIORITY} by default
 * @param output storage key of the output directory; null lets the controller choose one named
 *     after the job
 * @param idempotencyKey chosen by the submitter: the same file with the same profile and key is the
 *     same job, however often it is submitted; 1 to {@value #MAX_KEY_LENGTH} printable ASCII
 *     characters except spaces, quotes and backslashes; null for a new job each time
 */
public record Submission(
    String name,
    String source,
    Profile profile,
    int priority,
    @Nullable String output,
    @Nullable String idempotencyKey) {
  public static final int DEFAULT_PRIORITY = 50;
  public static final int MAX_KEY_LENGTH = 200;

  /** No file system has longer names, and every event of a job contains the name. */
  public static final int MAX_NAME_LENGTH = 1000;

  public Submission {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(profile, "profile");
    if (name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException("name: at most 1000 characters, not " + name.length());
    }
    requirePrintable("name", name);
    if (output != null) {
      requirePrintable("output", output);
    }
    if (priority < 0 || priority > 100) {
      throw new IllegalArgumentException("priority: 0 to 100, not " + priority);
    }
    if (idempotencyKey != null
        && !idempotencyKey.matches("[\\x21-\\x7e&&[^\"\\\\]]{1," + MAX_KEY_LENGTH + "}")) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to "
              + MAX_KEY_LENGTH
              + " printable ASCII characters, no spaces, quotes or backslashes");
    }
  }

  private static void requirePrintable(String what, String text) {
    if (!PrintableText.isPrintable(text)) {
      throw new IllegalArgumentException(
          what + ": no control characters, not " + PrintableText.of(text));
    }
  }

  /** A submission without an idempotency key: it creates a new job each time. */
  public Submission(
      String name, String source, Profile profile, int priority, @Nullable String output) {
    this(name, source, profile, priority, output, null);
  }
}
