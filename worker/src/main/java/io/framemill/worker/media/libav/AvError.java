package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.framemill.protocol.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/** Result codes of libav that callers distinguish, and their descriptions. */
public final class AvError {
  /** Input or output failed; demuxers also return it for invalid data in a file. */
  public static final int EIO = -5;

  /** Out of memory; demuxers also return it for invalid sizes in a file. */
  public static final int ENOMEM = -12;

  /** "Not now": send input or take output first. It has another number on macOS. */
  public static final int EAGAIN = Loader.getPlatform().startsWith("macosx") ? -35 : -11;

  /** EINVAL, EDOM, ERANGE and ENOSYS: returned by libav itself for invalid values. */
  private static final Set<Integer> OF_VALUES = Set.of(-22, -33, -34, enosys());

  /**
   * Codes from here to 0 are the operating system's; libav's own are four letters in one number.
   */
  private static final int LOWEST_ERRNO = -4095;

  private static final int MESSAGE_BYTES = 128;

  private AvError() {}

  /** libav's description of a code. */
  public static String describe(int code) {
    byte[] text = new byte[MESSAGE_BYTES];
    av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static int enosys() {
    String platform = Loader.getPlatform();
    if (platform.startsWith("macosx")) {
      return -78;
    }
    return platform.startsWith("windows") ? -40 : -38;
  }

  /** The failure kind of a code. */
  public static FailureKind kindOf(int code) {
    if (isOfContent(code)) {
      return FailureKind.BAD_INPUT;
    }
    return isOfSurroundings(code) ? FailureKind.TRANSIENT : FailureKind.INTERNAL;
  }

  /** The failure kind of a code if libav was given nothing but a file. */
  public static FailureKind kindOfOpening(int code) {
    return code == AVERROR_EOF || OF_VALUES.contains(code) ? FailureKind.BAD_INPUT : kindOf(code);
  }

  private static boolean isOfContent(int code) {
    return code == AVERROR_INVALIDDATA
        || code == AVERROR_PATCHWELCOME
        || code == AVERROR_DECODER_NOT_FOUND
        || code == AVERROR_DEMUXER_NOT_FOUND
        || code == AVERROR_PROTOCOL_NOT_FOUND
        || code == AVERROR_STREAM_NOT_FOUND;
  }

  /**
   * Whether a code comes from the machine, its disks or its network: any code of the operating
   * system, such as a stale file handle, too many open files, no permission.
   */
  private static boolean isOfSurroundings(int code) {
    return code < 0 && code >= LOWEST_ERRNO && !OF_VALUES.contains(code);
  }
}
