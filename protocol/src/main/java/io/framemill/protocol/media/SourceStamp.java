package io.framemill.protocol.media;

/**
 * Identifies the state of a source file by size and time: a file that is still being written has a
 * new stamp each time.
 *
 * @param sizeBytes size of the file
 * @param modifiedMillis time of its last change, epoch
 */
public record SourceStamp(long sizeBytes, long modifiedMillis) {
  public SourceStamp {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("negative size: " + sizeBytes);
    }
  }
}
