package io.framemill.protocol.rendition;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The video codecs of profiles, with what planning needs to know of the encoder of each. The worker
 * has one class for each encoder.
 */
public enum VideoCodec {
  /** x264; a CRF of 0 is lossless. */
  H264(
      new Bounds(2, 0, 51),
      new Defaults(21, "veryfast"),
      List.of("baseline", "main", "high"),
      Presets.X26X,
      0.012,
      0.020,
      0.030,
      0.050,
      0.065,
      0.078,
      0.120,
      0.240,
      0.420),
  /** x265. */
  HEVC(
      new Bounds(16, 0, 51),
      new Defaults(24, "fast"),
      List.of("main"),
      Presets.X26X,
      0.070,
      0.090,
      0.100,
      0.125,
      0.130,
      0.140,
      0.350,
      0.900,
      1.600),
  /** SVT-AV1, for which a CRF of 0 means another rate control. */
  AV1(
      new Bounds(8, 1, 63),
      new Defaults(32, "8"),
      List.of(),
      Presets.upTo(13),
      4.000,
      2.000,
      1.100,
      0.600,
      0.330,
      0.190,
      0.135,
      0.100,
      0.067,
      0.046,
      0.036,
      0.036,
      0.036,
      0.036),
  /** libvpx: presets are its {@code cpu-used}. */
  VP9(
      new Bounds(2, 0, 63),
      new Defaults(32, "5"),
      List.of(),
      Presets.upTo(8),
      0.800,
      0.420,
      0.310,
      0.180,
      0.160,
      0.140,
      0.140,
      0.140,
      0.140);

  private final Bounds bounds;
  private final Defaults defaults;
  private final List<String> profiles;
  private final List<String> presets;
  private final double[] secondsPerMegapixel;

  VideoCodec(
      Bounds bounds,
      Defaults defaults,
      List<String> profiles,
      List<String> presets,
      double... secondsPerMegapixel) {
    this.bounds = bounds;
    this.defaults = defaults;
    this.profiles = profiles;
    this.presets = presets;
    this.secondsPerMegapixel = secondsPerMegapixel;
    if (secondsPerMegapixel.length != presets.size()) {
      throw new IllegalArgumentException("one cost for each of " + presets);
    }
  }

  /** The minimum width and height of the encoder; even. */
  public int minSidePixels() {
    return bounds.minSidePixels;
  }

  /** The lowest CRF: the best quality. */
  public int minCrf() {
    return bounds.minCrf;
  }

  /** The highest CRF: the worst quality. */
  public int maxCrf() {
    return bounds.maxCrf;
  }

  /** The CRF of profiles that state none: about the same quality for each codec. */
  public int defaultCrf() {
    return defaults.crf;
  }

  /** The speed preset of profiles that state none. */
  public String defaultPreset() {
    return defaults.preset;
  }

  /** Codec profiles to choose from; empty if there is no choice. */
  public List<String> profiles() {
    return profiles;
  }

  /** Speed presets; names from fast to slow, or numbers from slow to fast. */
  public List<String> presets() {
    return presets;
  }

  /**
   * Encoding cost in core seconds per megapixel, scaling included: docs/architecture.md, "Cost
   * model".
   *
   * @param preset one of {@link #presets}
   */
  public double secondsPerMegapixel(String preset) {
    return secondsPerMegapixel[presets.indexOf(preset)];
  }

  private record Bounds(int minSidePixels, int minCrf, int maxCrf) {}

  private record Defaults(int crf, String preset) {}

  private static final class Presets {
    static final List<String> X26X =
        List.of(
            "ultrafast",
            "superfast",
            "veryfast",
            "faster",
            "fast",
            "medium",
            "slow",
            "slower",
            "veryslow");

    private Presets() {}

    static List<String> upTo(int last) {
      return IntStream.rangeClosed(0, last).mapToObj(String::valueOf).toList();
    }
  }
}
