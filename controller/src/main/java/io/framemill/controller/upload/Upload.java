package io.framemill.controller.upload;

import java.time.Instant;

/**
 * An upload, in progress or complete.
 *
 * @param id its id in requests
 * @param key its storage key, for a submission; the file exists once the upload is complete
 * @param receivedBytes bytes received, the offset of the next ones
 * @param sizeBytes bytes of the whole file
 * @param expires when it is deleted if no more bytes arrive and no job uses it
 */
public record Upload(String id, String key, long receivedBytes, long sizeBytes, Instant expires) {
  public Upload {
    if (receivedBytes < 0 || receivedBytes > sizeBytes) {
      throw new IllegalArgumentException(receivedBytes + " bytes received of " + sizeBytes);
    }
  }

  /** Whether all bytes are received. */
  public boolean isComplete() {
    return receivedBytes == sizeBytes;
  }
}
