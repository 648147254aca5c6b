package io.framemill.bench;

/**
 * A rendition, and how good it is.
 *
 * @param bytes of its segments and init segments
 */
record MeasuredRendition(long bytes, Quality quality) {
  RatePoint point() {
    return new RatePoint(bytes, Quality.mean(quality.ssim()));
  }
}
