package io.framemill.worker.media.inspect.header;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Reads from H.264 sequence parameter sets whether pictures may be single fields (ISO/IEC 14496-10,
 * 7.3.2.1.1). Assumed true for unreadable sets.
 */
final class H264Sequence {
  private static final int SPS = 7;

  /** Version of the configuration record in MP4 and Matroska (ISO/IEC 14496-15, 5.3.3.1). */
  private static final int RECORD_VERSION = 1;

  private static final int RECORD_SETS_OFFSET = 5;

  /** Profiles that declare chroma format, bit depth and scaling matrices. */
  private static final Set<Integer> HIGH_PROFILES =
      Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

  private static final int CHROMA_444 = 3;
  private static final int MAX_ORDER_CYCLE = 255;

  /** Maximum bytes to read; x264 writes about 30, scaling lists take a few hundred. */
  private static final int MAX_SET_BYTES = 1024;

  private H264Sequence() {}

  /**
   * Whether a header declares that all pictures are whole frames.
   *
   * @param extradata of a stream or a packet: a configuration record, or units with start codes;
   *     not kept
   */
  static boolean isFramesOnly(ByteBuffer extradata) {
    int size = extradata.limit();
    return size > RECORD_SETS_OFFSET && extradata.get(0) == RECORD_VERSION
        ? isFramesOnlyInRecord(extradata)
        : isFramesOnlyInUnits(extradata);
  }

  private static boolean isFramesOnlyInRecord(ByteBuffer record) {
    int sets = record.get(RECORD_SETS_OFFSET) & 0x1f;
    int start = RECORD_SETS_OFFSET + 1;
    for (int i = 0; i < sets; i++) {
      if (start + 2 > record.limit()) {
        return false;
      }
      int length = (record.get(start) & 0xff) << Byte.SIZE | record.get(start + 1) & 0xff;
      start += 2;
      if (start + length > record.limit() || !isFramesOnly(record, start, start + length)) {
        return false;
      }
      start += length;
    }
    return sets > 0;
  }

  private static boolean isFramesOnlyInUnits(ByteBuffer units) {
    boolean any = false;
    int code = startCode(units, 0);
    while (code + 3 < units.limit()) {
      int next = startCode(units, code + 3);
      if ((units.get(code + 3) & 0x1f) == SPS) {
        any = true;
        if (!isFramesOnly(units, code + 3, next)) {
          return false;
        }
      }
      code = next;
    }
    return any;
  }

  /** Offset of the next start code; the end if there is none. */
  private static int startCode(ByteBuffer units, int from) {
    for (int i = from; i + 2 < units.limit(); i++) {
      if (units.get(i) == 0 && units.get(i + 1) == 0 && units.get(i + 2) == 1) {
        return i;
      }
    }
    return units.limit();
  }

  /**
   * Whether a sequence parameter set declares frames only: {@code frame_mbs_only_flag}.
   *
   * @param unit not kept
   * @param start of the unit, at its type
   * @param end of the unit or later; an empty unit declares nothing
   */
  static boolean isFramesOnly(ByteBuffer unit, int start, int end) {
    if (end <= start + 1) {
      return false;
    }
    int size = Math.min(end - start - 1, MAX_SET_BYTES);
    BitReader bits = new BitReader(unescaped(unit, start + 1, start + 1 + size), 0, size);
    int profile = (int) bits.bits(Byte.SIZE);
    bits.skip(2 * Byte.SIZE); // constraints, level
    bits.unsigned(); // seq_parameter_set_id
    if (HIGH_PROFILES.contains(profile)) {
      skipFormat(bits);
    }
    bits.unsigned(); // log2_max_frame_num_minus4
    skipPictureOrder(bits);
    bits.unsigned(); // max_num_ref_frames
    bits.skip(1); // gaps_in_frame_num_value_allowed_flag
    bits.unsigned(); // pic_width_in_mbs_minus1
    bits.unsigned(); // pic_height_in_map_units_minus1
    return bits.flag();
  }

  private static void skipFormat(BitReader bits) {
    long chromaFormat = bits.unsigned();
    bits.skip(chromaFormat == CHROMA_444 ? 1 : 0);
    bits.unsigned(); // bit_depth_luma_minus8
    bits.unsigned(); // bit_depth_chroma_minus8
    bits.skip(1); // qpprime_y_zero_transform_bypass_flag
    if (bits.flag()) {
      for (int i = 0; i < (chromaFormat == CHROMA_444 ? 12 : 8); i++) {
        if (bits.flag()) {
          skipScalingList(bits, i < 6 ? 16 : 64);
        }
      }
    }
  }

  private static void skipScalingList(BitReader bits, int size) {
    long scale = 8;
    for (int i = 0; i < size && scale != 0; i++) {
      scale = Math.floorMod(scale + bits.signed(), 256);
    }
  }

  private static void skipPictureOrder(BitReader bits) {
    long type = bits.unsigned();
    if (type == 0) {
      bits.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      bits.skip(1); // delta_pic_order_always_zero_flag
      bits.signed(); // offset_for_non_ref_pic
      bits.signed(); // offset_for_top_to_bottom_field
      long cycle = Math.min(MAX_ORDER_CYCLE, bits.unsigned());
      for (int i = 0; i < cycle; i++) {
        bits.signed(); // offset_for_ref_frame
      }
    }
  }

  /** Removes the emulation prevention bytes (ISO/IEC 14496-10, 7.4.1). */
  private static ByteBuffer unescaped(ByteBuffer unit, int start, int end) {
    ByteBuffer plain = ByteBuffer.allocate(end - start);
    int zeros = 0;
    for (int i = start; i < end; i++) {
      byte octet = unit.get(i);
      if (zeros < 2 || octet != 3) {
        plain.put(octet);
        zeros = octet == 0 ? zeros + 1 : 0;
      } else {
        zeros = 0;
      }
    }
    return plain;
  }
}
