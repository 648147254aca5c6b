package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** The source cannot be reached from this machine: share gone, no permission, disk error. */
public final class SourceAccessException extends TranscodeException {
  public SourceAccessException(Path source, IOException cause) {
    super(FailureKind.TRANSIENT, message(source, AtomicFile.why(cause)), cause);
  }

  /**
   * With a given reason.
   *
   * @param why the reason, for users
   */
  public SourceAccessException(Path source, String why) {
    super(FailureKind.TRANSIENT, message(source, why), null);
  }

  private static String message(Path source, String why) {
    return "Cannot read " + source + " (" + why + ")";
  }
}
