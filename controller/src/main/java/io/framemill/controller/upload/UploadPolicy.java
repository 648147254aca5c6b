package io.framemill.controller.upload;

import java.time.Duration;

/**
 * Limits on the size and lifetime of uploads.
 *
 * @param maxBytes maximum size of a file
 * @param unusedLife time after which an upload is deleted that receives no more data or that no job
 *     uses
 * @param failedLife time for which the source of a failed or cancelled job is kept, for a retry
 * @param doneLife time for which the source of a successful job is kept, for another job
 */
public record UploadPolicy(
    long maxBytes, Duration unusedLife, Duration failedLife, Duration doneLife) {
  /** 100 GiB; a day; a week; ten minutes. */
  public static final UploadPolicy DEFAULT =
      new UploadPolicy(100L << 30, Duration.ofDays(1), Duration.ofDays(7), Duration.ofMinutes(10));

  public UploadPolicy {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes is not positive: " + maxBytes);
    }
    if (unusedLife.isNegative() || failedLife.isNegative() || doneLife.isNegative()) {
      throw new IllegalArgumentException("a life is negative");
    }
  }

  /** The same with another size limit. */
  public UploadPolicy withMaxBytes(long bytes) {
    return new UploadPolicy(bytes, unusedLife, failedLife, doneLife);
  }
}
