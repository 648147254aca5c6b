package io.framemill.worker.media.inspect;

import java.nio.ByteBuffer;

/** Tells pictures of VP8 and VP9 that are shown from those that others only refer to. */
final class VpxHeaders {
  private static final int VP8_SHOW_FRAME = 0x10;
  private static final int FRAME_MARKER = 2;
  private static final int SUPERFRAME_MARKER = 0b110;
  private static final int RESERVED_PROFILE = 3;

  private VpxHeaders() {}

  /** RFC 6386, 9.1. */
  static boolean isShownVp8(ByteBuffer packet) {
    return (packet.get(0) & VP8_SHOW_FRAME) != 0;
  }

  /** The shown pictures of a packet ("VP9 Bitstream Specification", 6.2 and annex B). */
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
      return true; // Damaged: the decoder will say so.
    }
    int profile = (int) (header.bits(1) | header.bits(1) << 1);
    header.skip(profile == RESERVED_PROFILE ? 1 : 0);
    boolean isRepeat = header.flag();
    if (isRepeat) {
      return true;
    }
    header.skip(1); // frame_type
    return header.flag();
  }
}
