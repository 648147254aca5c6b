package io.framemill.protocol.media;

import java.util.Objects;

/**
 * The shape of a stream's pictures. Where it changes in mid-stream this is the shape that most of
 * the programme has; pictures of another shape are fitted into it.
 *
 * @param widthPixels coded width, at least 1
 * @param heightPixels coded height, at least 1
 * @param crop what is cut off before a picture is shown; something is left
 * @param sampleAspectRatio width to height of one pixel; 1/1 where nothing is said
 * @param orientation how to turn the pictures upright
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

  /** Upright pictures with square pixels, shown whole. */
  public static Geometry of(int widthPixels, int heightPixels) {
    return new Geometry(
        widthPixels, heightPixels, Crop.NONE, new Rational(1, 1), Orientation.UPRIGHT);
  }

  /** Width of what is shown, in coded pixels. */
  public int croppedWidthPixels() {
    return widthPixels - crop.left() - crop.right();
  }

  /** Height of what is shown, in coded pixels. */
  public int croppedHeightPixels() {
    return heightPixels - crop.top() - crop.bottom();
  }

  /** Width as shown: cropped, square pixels, upright. At least 1. */
  public int displayWidthPixels() {
    return orientation.swapsSides() ? croppedHeightPixels() : squareWidthPixels();
  }

  /** Height as shown: cropped, square pixels, upright. At least 1. */
  public int displayHeightPixels() {
    return orientation.swapsSides() ? squareWidthPixels() : croppedHeightPixels();
  }

  private int squareWidthPixels() {
    long width = Math.round(croppedWidthPixels() * sampleAspectRatio.toDouble());
    return (int) Math.min(Math.max(1, width), Integer.MAX_VALUE);
  }
}
