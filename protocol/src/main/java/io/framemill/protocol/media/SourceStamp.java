package io.framemill.protocol.media;

/**
 * Tells one state of a source file from another: a file that is still being written has a new stamp
 * with each look.
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
