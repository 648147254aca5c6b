package io.framemill.controller.plan;

import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.protocol.text.PrintableText;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Selects the renditions that become an MP4 file each, and names the files. */
final class Mp4Files {
  /** Leaves room in a file name of 255 bytes for rendition and extension. */
  private static final int MAX_NAME_BYTES = 180;

  private Mp4Files() {}

  /**
   * The video renditions: for each height the rung of that height, or the largest of all if the
   * rung was dropped; none twice.
   *
   * @param ladder as fitted to the source
   */
  static Set<VideoRendition> pictures(List<Integer> heights, List<VideoRendition> ladder) {
    Set<VideoRendition> chosen = new LinkedHashSet<>();
    for (int height : heights) {
      ladder.stream()
          .filter(rendition -> rendition.encode().height() == height)
          .findFirst()
          .or(() -> ladder.stream().max(Comparator.comparingLong(Mp4Files::pixels)))
          .ifPresent(chosen::add);
    }
    return chosen;
  }

  /** The audio rendition for the files: the best of the default track. */
  static Optional<AudioRendition> sound(List<AudioRendition> renditions) {
    return renditions.stream()
        .filter(AudioRendition::isDefault)
        .max(Comparator.comparingInt(rendition -> rendition.encode().bitrateKbps()));
  }

  /**
   * The name of a file, such as {@code film-720p.mp4}.
   *
   * @param output storage key of the output directory, after which the file is named
   */
  static String name(String output, VideoRendition picture) {
    String directory = output.substring(output.lastIndexOf('/') + 1);
    String visible =
        PrintableText.replace(directory, '_').replace('\\', '_').replaceAll("^\\.+", "_");
    return shorten(visible.isEmpty() ? "video" : visible) + "-" + picture.name() + ".mp4";
  }

  private static String shorten(String name) {
    int end = 0;
    int bytes = 0;
    while (end < name.length()) {
      int letter = name.codePointAt(end);
      bytes += utf8Bytes(letter);
      if (bytes > MAX_NAME_BYTES) {
        break;
      }
      end += Character.charCount(letter);
    }
    return name.substring(0, end);
  }

  /** Length in UTF-8 (RFC 3629, 3). */
  private static int utf8Bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  private static long pixels(VideoRendition rendition) {
    return (long) rendition.widthPixels() * rendition.heightPixels();
  }
}
