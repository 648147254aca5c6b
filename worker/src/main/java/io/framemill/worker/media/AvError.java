package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.framemill.protocol.FailureKind;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Loader;

/** The result codes of libav that we tell apart, and what they say. */
final class AvError {
  static final int ENOENT = -2;
  static final int EIO = -5;
  static final int ENOMEM = -12;
  static final int EACCES = -13;
  static final int ENOSPC = -28;

  /** "Not now": give input or take output first. Its number is another one on macOS. */
  static final int EAGAIN = Loader.getPlatform().startsWith("macosx") ? -35 : -11;

  private static final int MESSAGE_BYTES = 128;

  private AvError() {}

  /** libav's own words for a code. */
  static String describe(int code) {
    byte[] text = new byte[MESSAGE_BYTES];
    av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Whose fault a code is. */
  static FailureKind kindOf(int code) {
    if (code == AVERROR_INVALIDDATA
        || code == AVERROR_PATCHWELCOME
        || code == AVERROR_DECODER_NOT_FOUND
        || code == AVERROR_DEMUXER_NOT_FOUND
        || code == AVERROR_STREAM_NOT_FOUND) {
      return FailureKind.BAD_INPUT;
    }
    if (isOfSurroundings(code)) {
      return FailureKind.TRANSIENT;
    }
    return FailureKind.INTERNAL;
  }

  /** Whether a code comes from the machine, its disks or its network. */
  static boolean isOfSurroundings(int code) {
    return code == EIO || code == ENOSPC || code == ENOMEM || code == ENOENT || code == EACCES;
  }
}
