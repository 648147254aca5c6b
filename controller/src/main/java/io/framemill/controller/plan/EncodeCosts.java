package io.framemill.controller.plan;

import io.framemill.protocol.rendition.Profile.VideoCodec;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import java.util.List;
import java.util.Map;

/**
 * Encoding cost in core seconds per megapixel, scaling included, by codec and preset:
 * docs/architecture.md, "Cost model".
 */
final class EncodeCosts {
  /** In the order of {@link VideoCodec#presets()}. */
  private static final Map<VideoCodec, List<Double>> SECONDS =
      Map.of(
          VideoCodec.H264,
          List.of(0.012, 0.020, 0.030, 0.050, 0.065, 0.078, 0.120, 0.240, 0.420),
          VideoCodec.HEVC,
          List.of(0.070, 0.090, 0.100, 0.125, 0.130, 0.140, 0.350, 0.900, 1.600),
          VideoCodec.AV1,
          List.of(
              4.000, 2.000, 1.100, 0.600, 0.330, 0.190, 0.135, 0.100, 0.067, 0.046, 0.036, 0.036,
              0.036, 0.036),
          VideoCodec.VP9,
          List.of(0.800, 0.420, 0.310, 0.180, 0.160, 0.140, 0.140, 0.140, 0.140));

  private EncodeCosts() {}

  static double secondsPerMegapixel(VideoEncode encode) {
    List<Double> ofCodec = SECONDS.getOrDefault(encode.codec(), List.of());
    return ofCodec.get(encode.codec().presets().indexOf(encode.preset()));
  }
}
