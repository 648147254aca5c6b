package io.framemill.protocol.media;

/**
 * How much of each side of a decoded picture is cut off before it is shown, in pixels, as the
 * container says (Matroska {@code PixelCrop*}, MP4 {@code clap}). Applied before scaling and
 * turning.
 *
 * @param left at least 0, as all four
 */
public record Crop(int left, int top, int right, int bottom) {
  /** The whole picture is shown. */
  public static final Crop NONE = new Crop(0, 0, 0, 0);

  public Crop {
    if (left < 0 || top < 0 || right < 0 || bottom < 0) {
      throw new IllegalArgumentException(
          "negative crop: " + left + ", " + top + ", " + right + ", " + bottom);
    }
  }
}
