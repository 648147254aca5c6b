package io.framemill.worker.media.encoder;

import io.framemill.protocol.media.Rational;

/**
 * Levels of VP9. libvpx does not report the level of a stream, so it is derived from the table of
 * limits (webmproject.org/vp9/levels).
 */
final class Vp9Level {
  /** Ascending. A level of 5.1 is written as 51. */
  private static final Limits[] LEVELS = {
    new Limits(10, 829_440, 36_864, 512, 200),
    new Limits(11, 2_764_800, 73_728, 768, 800),
    new Limits(20, 4_608_000, 122_880, 960, 1_800),
    new Limits(21, 9_216_000, 245_760, 1_344, 3_600),
    new Limits(30, 20_736_000, 552_960, 2_048, 7_200),
    new Limits(31, 36_864_000, 983_040, 2_752, 12_000),
    new Limits(40, 83_558_400, 2_228_224, 4_160, 18_000),
    new Limits(41, 160_432_128, 2_228_224, 4_160, 30_000),
    new Limits(50, 311_951_360, 8_912_896, 8_384, 60_000),
    new Limits(51, 588_251_136, 8_912_896, 8_384, 120_000),
    new Limits(52, 1_176_502_272, 8_912_896, 8_384, 180_000),
    new Limits(60, 1_176_502_272, 35_651_584, 16_832, 180_000),
    new Limits(61, 2_353_004_544L, 35_651_584, 16_832, 240_000),
  };

  private static final int HIGHEST = 62;

  private Vp9Level() {}

  private record Limits(
      int level, long samplesPerSecond, long samples, int sidePixels, int averageKbps) {}

  /** The lowest level that allows a stream, or the highest of all, times ten. */
  static int of(int widthPixels, int heightPixels, Rational frameRate, int averageKbps) {
    long samples = (long) widthPixels * heightPixels;
    for (Limits limits : LEVELS) {
      if (samples <= limits.samples
          && Math.max(widthPixels, heightPixels) <= limits.sidePixels
          && samples * frameRate.toDouble() <= limits.samplesPerSecond
          && averageKbps <= limits.averageKbps) {
        return limits.level;
      }
    }
    return HIGHEST;
  }
}
