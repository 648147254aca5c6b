package io.framemill.protocol.media;

/**
 * Pixels to crop from each side of a decoded picture, as declared by the container (Matroska {@code
 * PixelCrop*}, MP4 {@code clap}). Applied before scaling and rotation.
 *
 * @param left at least 0, like all four
 */
public record Crop(int left, int top, int right, int bottom) {
  /** No cropping. */
  public static final Crop NONE = new Crop(0, 0, 0, 0);

  public Crop {
    if (left < 0 || top < 0 || right < 0 || bottom < 0) {
      throw new IllegalArgumentException(
          "negative crop: " + left + ", " + top + ", " + right + ", " + bottom);
    }
  }
}
