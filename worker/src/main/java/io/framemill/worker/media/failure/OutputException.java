package io.framemill.worker.media.failure;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** An output file or directory cannot be written: disk full, no permission, share gone. */
public final class OutputException extends TranscodeException {
  /** A file or directory that could not be written or read, and the reason. */
  public OutputException(Path path, IOException cause) {
    super(
        FailureKind.TRANSIENT, "Cannot write " + path + " (" + AtomicFile.why(cause) + ")", cause);
  }
}
