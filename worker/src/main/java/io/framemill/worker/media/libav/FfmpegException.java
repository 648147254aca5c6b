package io.framemill.worker.media.libav;

import io.framemill.worker.media.failure.TranscodeException;
import org.jspecify.annotations.Nullable;

/** A call into libav failed; the kind follows from its result code. */
public final class FfmpegException extends TranscodeException {
  private FfmpegException(String call, int code) {
    super(AvError.kindOf(code), call + ": " + AvError.describe(code) + " (" + code + ")", null);
  }

  /** The failure of a call with this result. */
  public static FfmpegException of(String call, int code) {
    return new FfmpegException(call, code);
  }

  /**
   * Passes a result on unless it is an error.
   *
   * @param call what was called, for the message
   * @throws FfmpegException if {@code result} is negative
   */
  public static int check(String call, int result) {
    if (result < 0) {
      throw new FfmpegException(call, result);
    }
    return result;
  }

  /**
   * Passes a new native object on.
   *
   * @throws FfmpegException if there is none, which means that memory is short
   */
  public static <T> T checkAllocated(String call, @Nullable T pointer) {
    if (pointer == null) {
      throw new FfmpegException(call, AvError.ENOMEM);
    }
    return pointer;
  }
}
