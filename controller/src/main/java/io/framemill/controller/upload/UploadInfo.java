package io.framemill.controller.upload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a resumable upload, stored beside its data, so that it continues after a restart.
 *
 * @param name of the finished file
 * @param sizeBytes of the finished file
 * @param checksum of the finished file; null if none was given
 */
record UploadInfo(String name, long sizeBytes, @Nullable Checksum checksum) {
  UploadInfo {
    Objects.requireNonNull(name, "name");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("sizeBytes is negative: " + sizeBytes);
    }
  }
}
