package io.framemill.cli.e2e;

import java.nio.ByteBuffer;

/** Recognizes pictures that decoding can start at, from the bits of the codecs. */
final class KeyPicture {
  private static final int AVC_IDR = 5;
  private static final int HEVC_IDR_W_RADL = 19;
  private static final int HEVC_IDR_N_LP = 20;
  private static final int HEVC_LAST_PICTURE_TYPE = 31;
  private static final int OBU_FRAME_HEADER = 3;
  private static final int OBU_FRAME = 6;

  private KeyPicture() {}

  /**
   * Whether the first coded picture behind an offset is one.
   *
   * @param entry type of the sample entry, such as {@code avc1}
   */
  static boolean isAt(ByteBuffer content, int offset, String entry) {
    return switch (entry) {
      case "avc1" -> isAvcIdr(content, offset);
      case "hvc1" -> isHevcIdr(content, offset);
      case "av01" -> isAv1Key(content, offset);
      case "vp09" -> isVp9Key(content.get(offset));
      default -> throw new AssertionError("unknown sample entry " + entry);
    };
  }

  /** NAL units with four bytes of length: ISO/IEC 14496-10, 7.4.1. */
  private static boolean isAvcIdr(ByteBuffer content, int offset) {
    int position = offset;
    while (true) {
      int type = content.get(position + 4) & 0x1F;
      if (type >= 1 && type <= AVC_IDR) {
        return type == AVC_IDR;
      }
      position += 4 + content.getInt(position);
    }
  }

  /** Likewise: ISO/IEC 23008-2, 7.4.2.2. */
  private static boolean isHevcIdr(ByteBuffer content, int offset) {
    int position = offset;
    while (true) {
      int type = content.get(position + 4) >> 1 & 0x3F;
      if (type <= HEVC_LAST_PICTURE_TYPE) {
        return type == HEVC_IDR_W_RADL || type == HEVC_IDR_N_LP;
      }
      position += 4 + content.getInt(position);
    }
  }

  /**
   * AV1 bitstream specification, 5.3 and 5.9.2: the first frame header begins with
   * show_existing_frame = 0, frame_type = 0 (key frame), show_frame = 1.
   */
  private static boolean isAv1Key(ByteBuffer content, int offset) {
    ByteBuffer bytes = content.duplicate().position(offset);
    while (true) {
      int header = bytes.get();
      if ((header & 0x04) != 0) {
        bytes.get();
      }
      int size = leb128(bytes);
      int type = header >> 3 & 0xF;
      if (type == OBU_FRAME || type == OBU_FRAME_HEADER) {
        return (bytes.get() & 0xF0) == 0x10;
      }
      bytes.position(bytes.position() + size);
    }
  }

  private static int leb128(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = bytes.get();
      value |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
  }

  /**
   * VP9 bitstream specification, 6.2, of profile 0: frame_marker = 2, profile = 0,
   * show_existing_frame = 0, frame_type = 0 (key frame), show_frame = 1.
   */
  private static boolean isVp9Key(byte first) {
    return (first & 0xFE) == 0x82;
  }
}
