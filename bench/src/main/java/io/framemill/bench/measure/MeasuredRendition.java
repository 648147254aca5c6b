package io.framemill.bench.measure;

/**
 * A rendition, and how good it is.
 *
 * @param bytes of its segments and init segments
 */
public record MeasuredRendition(long bytes, Quality quality) {
  public BitRateSample point() {
    return new BitRateSample(bytes, Quality.mean(quality.ssim()));
  }
}
