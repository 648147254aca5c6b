package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fits a profile's rendition ladder to the size of a source. */
final class Ladder {
  private Ladder() {}

  /**
   * The renditions of a source: rungs above its short side are dropped. If that drops all, the
   * lowest rung stays, at the size of the source. Renditions too small for the encoder are
   * enlarged. With several codecs, the names of rungs include the codec.
   */
  static List<VideoRendition> fit(List<VideoEncode> encodes, VideoStream source) {
    int shortSide =
        Math.min(source.geometry().displayWidthPixels(), source.geometry().displayHeightPixels());
    List<VideoRendition> renditions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (VideoEncode encode : encodes) {
      if (encode.height() <= shortSide) {
        String name = unique(name(encode.height(), encode, encodes), names);
        renditions.add(rendition(name, encode, encode.height(), source));
      }
    }
    if (renditions.isEmpty()) {
      VideoEncode lowest =
          encodes.stream().min(Comparator.comparingInt(VideoEncode::height)).orElseThrow();
      int side = even(shortSide);
      renditions.add(rendition(name(side, lowest, List.of(lowest)), lowest, side, source));
    }
    return renditions;
  }

  private static String name(int shortSide, VideoEncode encode, List<VideoEncode> all) {
    boolean oneCodec = all.stream().allMatch(other -> other.codec() == encode.codec());
    String name = shortSide + "p";
    return oneCodec ? name : name + "-" + encode.codec().name().toLowerCase(Locale.ROOT);
  }

  private static VideoRendition rendition(
      String name, VideoEncode encode, int wantedShortSide, VideoStream source) {
    int width = source.geometry().displayWidthPixels();
    int height = source.geometry().displayHeightPixels();
    int shortSide = Math.max(encode.codec().minSidePixels(), wantedShortSide);
    return width >= height
        ? new VideoRendition(name, scaled(width, shortSide, height), shortSide, encode)
        : new VideoRendition(name, shortSide, scaled(height, shortSide, width), encode);
  }

  /** The scaled long side, to the nearest even number of pixels. */
  private static int scaled(int longSide, int newShortSide, int shortSide) {
    return Math.max(2, 2 * (int) Math.round((double) longSide * newShortSide / shortSide / 2));
  }

  private static int even(int pixels) {
    return Math.max(2, pixels - pixels % 2);
  }

  /** The name if it is new to the set, else with a number appended. */
  static String unique(String name, Set<String> names) {
    String candidate = name;
    for (int i = 2; !names.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }
}
