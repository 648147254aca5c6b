package io.framemill.worker.media.segment;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds the RFC 6381 codec string of a video track from the sample entry of its init segment,
 * which decoders use.
 */
public final class CodecString {
  private static final int HEVC_CONSTRAINT_BYTES = 6;

  private CodecString() {}

  /**
   * The string, such as {@code avc1.640028}.
   *
   * @param init the init segment of one video track
   * @throws IllegalArgumentException if its codec is not supported
   */
  public static String of(ByteBuffer init) {
    VideoSampleEntry entry = VideoSampleEntry.read(init);
    return switch (entry.type()) {
      case "avc1" -> avc(entry.box("avcC"));
      case "hvc1" -> hevc(entry.box("hvcC"));
      case "av01" -> av1(entry.box("av1C"), entry.box("colr"));
      case "vp09" -> vp9(entry.box("vpcC"));
      default -> throw new IllegalArgumentException("no codec string for " + entry.type());
    };
  }

  /** RFC 6381, 3.3: profile, constraint flags and level of an {@code avcC} box. */
  private static String avc(ByteBuffer avcC) {
    return format("avc1.%02X%02X%02X", avcC.get(1), avcC.get(2), avcC.get(3));
  }

  /**
   * ISO/IEC 14496-15, E.3, of an {@code hvcC} box: profile, its compatibility flags with the first
   * one lowest, tier and level, and the constraint bytes up to the last one that is not 0.
   */
  private static String hevc(ByteBuffer hvcC) {
    int profile = hvcC.get(1);
    int space = profile >> 6 & 3;
    String constraints =
        IntStream.range(0, constraintBytes(hvcC))
            .mapToObj(i -> format(".%X", hvcC.get(6 + i)))
            .collect(Collectors.joining());
    return format(
        "hvc1.%s%d.%X.%s%d%s",
        space == 0 ? "" : String.valueOf((char) ('A' + space - 1)),
        profile & 0x1f,
        Integer.reverse(hvcC.getInt(2)),
        (profile & 0x20) == 0 ? "L" : "H",
        hvcC.get(12) & 0xff,
        constraints);
  }

  private static int constraintBytes(ByteBuffer hvcC) {
    int count = HEVC_CONSTRAINT_BYTES;
    while (count > 0 && hvcC.get(6 + count - 1) == 0) {
      count--;
    }
    return count;
  }

  /**
   * AV1 Codec ISO Media File Format Binding, 5, of an {@code av1C} box: profile, level and tier,
   * bit depth; colours, from {@code colr}, only where they are not limited-range BT.709.
   */
  private static String av1(ByteBuffer av1C, ByteBuffer colr) {
    int sequence = av1C.get(1);
    int flags = av1C.get(2);
    boolean high = (flags & 0x40) != 0;
    String main =
        format(
            "av01.%d.%02d%s.%02d",
            sequence >> 5 & 7,
            sequence & 0x1f,
            (flags & 0x80) == 0 ? "M" : "H",
            high ? ((flags & 0x20) != 0 ? 12 : 10) : 8);
    // "nclx", then primaries, transfer, matrix and a flag for full range (ISO/IEC 14496-12,
    // 12.1.5).
    String rest =
        format(
            ".%d.%d%d%d.%02d.%02d.%02d.%d",
            flags >> 4 & 1,
            flags >> 3 & 1,
            flags >> 2 & 1,
            flags & 3,
            colr.getShort(4),
            colr.getShort(6),
            colr.getShort(8),
            colr.get(10) >> 7 & 1);
    return rest.equals(".0.110.01.01.01.0") ? main : main + rest;
  }

  /**
   * VP Codec ISO Media File Format Binding, "Codecs Parameter String", of a {@code vpcC} box:
   * profile, level, bit depth; chroma and colours only where they are not limited-range BT.709.
   */
  private static String vp9(ByteBuffer vpcC) {
    int format = vpcC.get(6);
    String main = format("vp09.%02d.%02d.%02d", vpcC.get(4), vpcC.get(5), format >> 4 & 0xf);
    String rest =
        format(
            ".%02d.%02d.%02d.%02d.%02d",
            format >> 1 & 7, vpcC.get(7), vpcC.get(8), vpcC.get(9), format & 1);
    return rest.equals(".01.01.01.01.00") ? main : main + rest;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
