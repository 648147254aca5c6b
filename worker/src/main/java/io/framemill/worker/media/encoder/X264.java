package io.framemill.worker.media.encoder;

import io.framemill.protocol.rendition.Profile;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.segment.VideoSampleEntry;
import java.nio.ByteBuffer;
import java.util.Map;

/** H.264 by x264. */
final class X264 extends VideoEncoder {
  /**
   * Makes the encoder of a chunk start like one that continues. By default x264 gives its first key
   * frame no better quality than other pictures (with macroblock tree): 1.4 is the factor of all
   * later ones, its {@code ipratio}. Without the tree x264 applies the factor itself, and not the
   * zone (x264, {@code rate_estimate_qscale}). It also assumes that the VBV buffer is 90 % full and
   * overestimates the size of key frames, which would make them too coarse.
   */
  private static final String PARAMETERS = "zones=0,0,b=1.4:vbv-init=1";

  /** Lookahead of the presets in pictures, by {@code x264 --fullhelp}; 0 for others. */
  private static final Map<String, Integer> LOOKAHEAD =
      Map.of(
          "veryfast",
          10,
          "faster",
          20,
          "fast",
          30,
          "medium",
          40,
          "slow",
          50,
          "slower",
          60,
          "veryslow",
          60);

  /**
   * Number of repeats of the last picture, per picture of the lookahead, that have the same effect
   * as the pictures that actually follow; measured in docs/performance.md.
   */
  private static final double LEAD_OUT = 0.25;

  X264() {
    // B pyramids are two levels deep.
    super("libx264", "avc1", 2);
  }

  @Override
  void setOptions(NativeOptions options, Profile.VideoEncode encode) {
    options
        .set("crf", encode.crf())
        .set("preset", encode.preset())
        .set("forced-idr", 1)
        .set("sc_threshold", 0)
        .set("x264-params", PARAMETERS);
  }

  @Override
  public int leadOutPictures(String preset) {
    return (int) (LEAD_OUT * LOOKAHEAD.getOrDefault(preset, 0));
  }

  /** RFC 6381, 3.3: profile, constraint flags and level of an {@code avcC} box. */
  @Override
  String codecString(VideoSampleEntry entry) {
    ByteBuffer avcC = entry.box("avcC");
    return format("avc1.%02X%02X%02X", avcC.get(1), avcC.get(2), avcC.get(3));
  }
}
