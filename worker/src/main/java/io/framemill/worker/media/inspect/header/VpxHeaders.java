package io.framemill.worker.media.inspect.header;

import java.nio.ByteBuffer;

/**
 * Reads headers of VP8 and VP9: the size of key frames, and whether pictures are shown or only
 * serve as references.
 */
final class VpxHeaders {
  private static final int VP8_SHOW_FRAME = 0x10;
  private static final int FRAME_MARKER = 2;
  private static final int SUPERFRAME_MARKER = 0b110;
  private static final int RESERVED_PROFILE = 3;
  private static final int VP8_INTER_FRAME = 1;
  private static final int VP8_SIZE_OFFSET = 6;
  private static final int VP8_MAX_SIZE = 0x3fff;
  private static final int VP9_SYNC_CODE = 0x498342;
  private static final int VP9_COLOR_SPACE_RGB = 7;

  private VpxHeaders() {}

  /** RFC 6386, 9.1. */
  static boolean isShownVp8(ByteBuffer packet) {
    return (packet.get(0) & VP8_SHOW_FRAME) != 0;
  }

  /** Number of shown pictures in a packet ("VP9 Bitstream Specification", 6.2 and annex B). */
  static int shownVp9(ByteBuffer packet) {
    int size = packet.limit();
    int last = packet.get(size - 1) & 0xff;
    int frames = (last & 7) + 1;
    int lengthBytes = (last >> 3 & 3) + 1;
    int indexStart = size - 2 - frames * lengthBytes;
    if (last >> 5 != SUPERFRAME_MARKER
        || indexStart < 0
        || (packet.get(indexStart) & 0xff) != last) {
      return isShownVp9(packet, 0, size) ? 1 : 0;
    }
    int shown = 0;
    int start = 0;
    for (int i = 0; i < frames; i++) {
      int end = start + length(packet, indexStart + 1 + i * lengthBytes, lengthBytes);
      if (end > indexStart || end < start) {
        return shown;
      }
      shown += end > start && isShownVp9(packet, start, end) ? 1 : 0;
      start = end;
    }
    return shown;
  }

  /** Width and height of a key frame (RFC 6386, 9.1), such as "160x90"; empty for other frames. */
  static String sizeOfVp8(ByteBuffer packet) {
    if ((packet.get(0) & VP8_INTER_FRAME) != 0 || packet.limit() < VP8_SIZE_OFFSET + 4) {
      return "";
    }
    int width = length(packet, VP8_SIZE_OFFSET, 2) & VP8_MAX_SIZE;
    int height = length(packet, VP8_SIZE_OFFSET + 2, 2) & VP8_MAX_SIZE;
    return width + "x" + height;
  }

  /**
   * Width and height of a key frame ("VP9 Bitstream Specification", 7.2), such as "160x90"; empty
   * for other frames.
   */
  static String sizeOfVp9(ByteBuffer packet) {
    BitReader header = new BitReader(packet, 0, packet.limit());
    header.skip(2); // frame_marker
    int profile = readProfile(header);
    boolean isRepeat = header.flag();
    boolean isInterFrame = header.flag();
    header.skip(2); // show_frame, error_resilient_mode
    if (isRepeat || isInterFrame || header.bits(24) != VP9_SYNC_CODE) {
      return "";
    }
    boolean hasHighBitDepth = profile >= 2;
    header.skip(hasHighBitDepth ? 1 : 0);
    boolean isRgb = header.bits(3) == VP9_COLOR_SPACE_RGB;
    header.skip(isRgb ? 0 : 1); // color_range
    boolean hasSubsampling = profile % 2 == 1;
    if (hasSubsampling) {
      header.skip(isRgb ? 1 : 3);
    }
    long width = header.bits(16) + 1;
    long height = header.bits(16) + 1;
    return width + "x" + height;
  }

  private static int readProfile(BitReader header) {
    int profile = (int) (header.bits(1) | header.bits(1) << 1);
    header.skip(profile == RESERVED_PROFILE ? 1 : 0);
    return profile;
  }

  private static int length(ByteBuffer packet, int at, int bytes) {
    int length = 0;
    for (int i = 0; i < bytes; i++) {
      length |= (packet.get(at + i) & 0xff) << (Byte.SIZE * i);
    }
    return length;
  }

  private static boolean isShownVp9(ByteBuffer packet, int from, int to) {
    BitReader header = new BitReader(packet, from, to);
    if (header.bits(2) != FRAME_MARKER) {
      return true; // Damaged: the decoder will report it.
    }
    readProfile(header);
    boolean isRepeat = header.flag();
    if (isRepeat) {
      return true;
    }
    header.skip(1); // frame_type
    return header.flag();
  }
}
