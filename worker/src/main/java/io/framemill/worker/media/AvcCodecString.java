package io.framemill.worker.media;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Makes the RFC 6381 codec string of an H.264 stream from its parameter sets. */
final class AvcCodecString {
  private static final int NAL_TYPE_MASK = 0x1f;
  private static final int NAL_TYPE_SPS = 7;

  private AvcCodecString() {}

  /**
   * The string, such as {@code avc1.640028}: profile, constraint flags and level, the three bytes
   * after the header of the sequence parameter set.
   *
   * @param annexB parameter sets with start codes (ISO/IEC 14496-10, annex B)
   * @throws IllegalArgumentException if there is no sequence parameter set in it
   */
  static String of(ByteBuffer annexB) {
    for (int i = annexB.position(); i + 7 <= annexB.limit(); i++) {
      if (isStartCode(annexB, i) && (annexB.get(i + 3) & NAL_TYPE_MASK) == NAL_TYPE_SPS) {
        return String.format(
            Locale.ROOT,
            "avc1.%02X%02X%02X",
            annexB.get(i + 4),
            annexB.get(i + 5),
            annexB.get(i + 6));
      }
    }
    throw new IllegalArgumentException("no sequence parameter set in the encoder's header");
  }

  private static boolean isStartCode(ByteBuffer bytes, int i) {
    return bytes.get(i) == 0 && bytes.get(i + 1) == 0 && bytes.get(i + 2) == 1;
  }
}
