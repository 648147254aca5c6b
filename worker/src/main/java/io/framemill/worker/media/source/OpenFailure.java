package io.framemill.worker.media.source;

import io.framemill.worker.media.failure.BadSourceException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Explains to users why libavformat does not open a file. */
final class OpenFailure {
  private static final Logger log = LoggerFactory.getLogger(OpenFailure.class);

  private OpenFailure() {}

  /**
   * Why a file cannot be a source.
   *
   * @param answer default explanation
   */
  static BadSourceException of(Path source, String answer) {
    String name = InputFile.nameOf(source);
    return new BadSourceException(name + " " + what(source, answer));
  }

  private static String what(Path source, String answer) {
    String other = "is not a media file that can be read (" + answer + ")";
    try {
      FileStart start = FileStart.read(source);
      if (start.isMp4()) {
        return Mp4Outline.read(source).complaint().orElse(other);
      }
      return start.kind().map(kind -> "is " + kind + ", not a video").orElse(other);
    } catch (IOException e) {
      log.debug("Looking at {} failed", source, e);
      return other;
    }
  }
}
