package io.framemill.protocol.rendition;

import io.framemill.protocol.text.Names;
import java.util.Objects;

/**
 * One video output of a job: a {@link Profile.VideoEncode} fitted to the size of the source.
 *
 * @param name directory and label, such as {@code 720p}
 * @param widthPixels even, at least 2
 * @param heightPixels even, at least 2
 * @param encode encoder settings
 */
public record VideoRendition(
    String name, int widthPixels, int heightPixels, Profile.VideoEncode encode) {
  public VideoRendition {
    Names.require(name);
    Objects.requireNonNull(encode, "encode");
    if (widthPixels < 2 || heightPixels < 2 || widthPixels % 2 != 0 || heightPixels % 2 != 0) {
      throw new IllegalArgumentException("not an even size: " + widthPixels + "x" + heightPixels);
    }
  }
}
