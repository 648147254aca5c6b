package io.framemill.worker.media.encoder;

import io.framemill.protocol.rendition.Profile;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.segment.VideoSampleEntry;
import java.nio.ByteBuffer;

/** AV1 by SVT-AV1. */
final class SvtAv1 extends VideoEncoder {
  /** Threads for one core. */
  private static final String PARAMETERS = "lp=1:scd=0";

  SvtAv1() {
    // Each packet shows one picture: unshown reference pictures are in the packet of another one.
    super("libsvtav1", "av01", 0);
  }

  @Override
  void setOptions(NativeOptions options, Profile.VideoEncode encode) {
    options
        .set("crf", encode.crf())
        .set("preset", encode.preset())
        .set("svtav1-params", PARAMETERS);
  }

  /**
   * AV1 Codec ISO Media File Format Binding, 5, of an {@code av1C} box: profile, level and tier,
   * bit depth; colours, from {@code colr}, only where they are not limited-range BT.709.
   */
  @Override
  String codecString(VideoSampleEntry entry) {
    ByteBuffer av1C = entry.box("av1C");
    ByteBuffer colr = entry.box("colr");
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
}
