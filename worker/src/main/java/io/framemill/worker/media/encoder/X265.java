package io.framemill.worker.media.encoder;

import io.framemill.protocol.rendition.Profile;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.segment.VideoSampleEntry;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** HEVC by x265. */
final class X265 extends VideoEncoder {
  /**
   * Without {@code info=0} x265 writes the CPU features of the machine into its header, and init
   * segments of two machines would differ. Without a pool and wavefronts it works in one thread.
   */
  private static final String PARAMETERS =
      "scenecut=0:open-gop=0:frame-threads=1:pools=none:wpp=0:info=0:log-level=error";

  private static final int CONSTRAINT_BYTES = 6;

  X265() {
    // B pyramids are two levels deep.
    super("libx265", "hvc1", 2);
  }

  @Override
  void setOptions(NativeOptions options, Profile.VideoEncode encode) {
    options
        .set("crf", encode.crf())
        .set("preset", encode.preset())
        .set("forced-idr", 1)
        .set("x265-params", PARAMETERS);
  }

  /**
   * ISO/IEC 14496-15, E.3, of an {@code hvcC} box: profile, its compatibility flags with the first
   * one lowest, tier and level, and the constraint bytes up to the last one that is not 0.
   */
  @Override
  String codecString(VideoSampleEntry entry) {
    ByteBuffer hvcC = entry.box("hvcC");
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
    int count = CONSTRAINT_BYTES;
    while (count > 0 && hvcC.get(6 + count - 1) == 0) {
      count--;
    }
    return count;
  }
}
