package io.framemill.cli.e2e.faults;

import io.framemill.controller.api.Submission;
import io.framemill.protocol.rendition.Profile;
import java.nio.file.Path;

/**
 * A source to be submitted.
 *
 * @param file what is copied to a site's media directory
 * @param undisturbed what comes of it when nothing is broken
 */
record Clip(Path file, Profile profile, Output undisturbed) {
  /** Its storage key. */
  String source() {
    return String.valueOf(file.getFileName());
  }

  /**
   * A request to transcode it.
   *
   * @param name of the job
   */
  Submission submission(String name) {
    return new Submission(name, source(), profile, Submission.DEFAULT_PRIORITY, null);
  }
}
