package io.framemill.worker.media.encoder;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.segment.VideoSampleEntry;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/** VP9 by libvpx. */
final class LibvpxVp9 extends VideoEncoder {
  /** Maximum size of a key frame, in percent of a picture's share of the bit rate. */
  private static final int KEY_FRAME_PERCENT = 300;

  LibvpxVp9() {
    // Each packet shows one picture: unshown reference pictures are in the packet of another one.
    super("libvpx-vp9", "vp09", 0);
  }

  @Override
  void setOptions(NativeOptions options, Profile.VideoEncode encode) {
    options
        .set("deadline", "good")
        .set("cpu-used", encode.preset())
        .set("undershoot-pct", 100)
        .set("overshoot-pct", 0)
        .set("max-intra-rate", KEY_FRAME_PERCENT);
  }

  @Override
  void setUp(AVCodecContext context, VideoRendition rendition, Rational frameRate) {
    Profile.VideoEncode encode = rendition.encode();
    // In one pass, libvpx far exceeds the ceiling of its own "constrained quality". So it uses a
    // constant rate here, limited by the buffer, and saves all bits beyond the wanted quality.
    long maxRate = (long) encode.maxRateKbps() * BITS_PER_KILOBIT;
    context.bit_rate(maxRate);
    context.rc_min_rate(maxRate);
    context.qmin(encode.crf());
    // Only for the header: libvpx does not receive it.
    context.level(
        Vp9Level.of(
            rendition.widthPixels(), rendition.heightPixels(), frameRate, encode.maxRateKbps()));
  }

  /**
   * VP Codec ISO Media File Format Binding, "Codecs Parameter String", of a {@code vpcC} box:
   * profile, level, bit depth; chroma and colours only where they are not limited-range BT.709.
   */
  @Override
  String codecString(VideoSampleEntry entry) {
    ByteBuffer vpcC = entry.box("vpcC");
    int format = vpcC.get(6);
    String main = format("vp09.%02d.%02d.%02d", vpcC.get(4), vpcC.get(5), format >> 4 & 0xf);
    String rest =
        format(
            ".%02d.%02d.%02d.%02d.%02d",
            format >> 1 & 7, vpcC.get(7), vpcC.get(8), vpcC.get(9), format & 1);
    return rest.equals(".01.01.01.01.00") ? main : main + rest;
  }
}
