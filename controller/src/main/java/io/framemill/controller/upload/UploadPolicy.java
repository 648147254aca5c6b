package io.framemill.controller.upload;

import java.time.Duration;

/**
 * How much is taken in, and how long it stays.
 *
 * @param maxBytes the largest file
 * @param unusedLife an upload of which nothing more arrives, or that no job uses, is removed after
 *     so long
 * @param failedLife the source of a job that failed or was cancelled stays so long, for a retry
 * @param doneLife the source of a job that succeeded stays so long, for another job from it
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
