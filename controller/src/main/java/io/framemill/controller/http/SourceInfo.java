package io.framemill.controller.http;

import java.util.Objects;

/**
 * A source in the media directory.
 *
 * @param key its storage key, for a submission
 * @param sizeBytes size of the file
 */
record SourceInfo(String key, long sizeBytes) {
  SourceInfo {
    Objects.requireNonNull(key, "key");
  }
}
