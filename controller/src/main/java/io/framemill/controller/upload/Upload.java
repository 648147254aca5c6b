package io.framemill.controller.upload;

import java.time.Instant;
import java.util.Objects;

/**
 * A file that arrives, or has arrived.
 *
 * @param id names it in requests
 * @param key its storage key, for a submission; there is a file of that key once it is complete
 * @param receivedBytes bytes that are there, where the next ones go
 * @param sizeBytes bytes of the whole file
 * @param expires when it is removed if nothing more arrives and no job uses it
 */
public record Upload(String id, String key, long receivedBytes, long sizeBytes, Instant expires) {
  public Upload {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(expires, "expires");
    if (receivedBytes < 0 || receivedBytes > sizeBytes) {
      throw new IllegalArgumentException(receivedBytes + " bytes received of " + sizeBytes);
    }
  }

  /** Whether all of it is there. */
  public boolean isComplete() {
    return receivedBytes == sizeBytes;
  }
}
