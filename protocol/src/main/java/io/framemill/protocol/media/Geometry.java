package io.framemill.protocol.media;

import java.util.Objects;

/**
 * Geometry of a stream's pictures. If it changes within the stream, this is the geometry of most of
 * the programme; pictures with another one are scaled into it.
 *
 * @param widthPixels coded width, at least 1
 * @param heightPixels coded height, at least 1
 * @param crop cropping before display; must not crop everything
 * @param sampleAspectRatio width to height of one pixel; 1/1 if not declared
 * @param orientation rotation that makes the pictures upright
 */
public record Geometry(
    int widthPixels,
    int heightPixels,
    Crop crop,
    Rational sampleAspectRatio,
    Orientation orientation) {
  public Geometry {
    Objects.requireNonNull(orientation, "orientation");
    if (sampleAspectRatio.numerator() <= 0) {
      throw new IllegalArgumentException("sampleAspectRatio is not positive: " + sampleAspectRatio);
    }
    if (widthPixels <= 0 || heightPixels <= 0) {
      throw new IllegalArgumentException("no picture size: " + widthPixels + "x" + heightPixels);
    }
    if ((long) crop.left() + crop.right() >= widthPixels
        || (long) crop.top() + crop.bottom() >= heightPixels) {
      throw new IllegalArgumentException(
          crop + " leaves nothing of " + widthPixels + "x" + heightPixels);
    }
  }

  /** Upright pictures with square pixels and no cropping. */
  public static Geometry of(int widthPixels, int heightPixels) {
    return new Geometry(
        widthPixels, heightPixels, Crop.NONE, new Rational(1, 1), Orientation.UPRIGHT);
  }

  /** Width after cropping, in coded pixels. */
  public int croppedWidthPixels() {
    return widthPixels - crop.left() - crop.right();
  }

  /** Height after cropping, in coded pixels. */
  public int croppedHeightPixels() {
    return heightPixels - crop.top() - crop.bottom();
  }

  /** Display width: cropped, square pixels, upright. At least 1. */
  public int displayWidthPixels() {
    return orientation.swapsSides() ? croppedHeightPixels() : squareWidthPixels();
  }

  /** Display height: cropped, square pixels, upright. At least 1. */
  public int displayHeightPixels() {
    return orientation.swapsSides() ? squareWidthPixels() : croppedHeightPixels();
  }

  private int squareWidthPixels() {
    long width = Math.round(croppedWidthPixels() * sampleAspectRatio.toDouble());
    return (int) Math.min(Math.max(1, width), Integer.MAX_VALUE);
  }
}
