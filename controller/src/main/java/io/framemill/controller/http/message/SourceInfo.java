package io.framemill.controller.http.message;

import java.util.Objects;

/**
 * A source in the media directory.
 *
 * @param key its storage key, for a submission
 * @param sizeBytes size of the file
 */
public record SourceInfo(String key, long sizeBytes) {
  public SourceInfo {
    Objects.requireNonNull(key, "key");
  }
}
