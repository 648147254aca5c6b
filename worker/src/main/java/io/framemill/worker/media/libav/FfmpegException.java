package io.framemill.worker.media.libav;

import io.framemill.worker.media.failure.TranscodeException;
import org.jspecify.annotations.Nullable;

/** A call into libav failed; the kind follows from its result code. */
public final class FfmpegException extends TranscodeException {
  private FfmpegException(String call, int code) {
    super(AvError.kindOf(code), call + ": " + AvError.describe(code) + " (" + code + ")", null);
  }

  /** Creates the failure of a call with this result. */
  public static FfmpegException of(String call, int code) {
    return new FfmpegException(call, code);
  }

  /**
   * Returns a result unless it is an error.
   *
   * @param call name of the call, for the message
   * @throws FfmpegException if {@code result} is negative
   */
  public static int check(String call, int result) {
    if (result < 0) {
      throw new FfmpegException(call, result);
    }
    return result;
  }

  /**
   * Returns a new native object.
   *
   * @throws FfmpegException if it is null, which means out of memory
   */
  public static <T> T checkAllocated(String call, @Nullable T pointer) {
    if (pointer == null) {
      throw new FfmpegException(call, AvError.ENOMEM);
    }
    return pointer;
  }
}
