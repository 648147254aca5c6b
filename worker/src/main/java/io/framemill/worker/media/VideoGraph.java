package io.framemill.worker.media;

import io.framemill.protocol.Orientation;
import io.framemill.protocol.VideoRendition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the filter graph from decoded pictures to all renditions, in libavfilter's language.
 *
 * <p>There is always a {@code scale} before an encoder, even at equal size: an encoder crops a
 * picture of another size in silence.
 */
final class VideoGraph {
  private VideoGraph() {}

  /** Name of the graph's end for a rendition, counted from 0. */
  static String sinkName(int rendition) {
    return "buffersink@" + rendition;
  }

  /**
   * The whole graph.
   *
   * @param source the graph's start: a {@code buffer} filter with its parameters
   */
  static String text(String source, Orientation orientation, List<VideoRendition> renditions) {
    String branches =
        IntStream.range(0, renditions.size())
            .mapToObj(i -> "[s" + i + "]")
            .collect(Collectors.joining());
    String scalers =
        IntStream.range(0, renditions.size())
            .mapToObj(i -> scaler(i, renditions.get(i)))
            .collect(Collectors.joining(";"));
    return source + turn(orientation) + ",split=" + renditions.size() + branches + ";" + scalers;
  }

  private static String scaler(int index, VideoRendition rendition) {
    return String.format(
        Locale.ROOT,
        "[s%d]scale=w=%d:h=%d:flags=bicubic:out_range=tv,setsar=1,format=yuv420p,%s",
        index,
        rendition.widthPixels(),
        rendition.heightPixels(),
        sinkName(index));
  }

  private static String turn(Orientation orientation) {
    String mirror = orientation.mirrored() ? ",hflip" : "";
    return switch (orientation.clockwiseDegrees()) {
      case 90 -> mirror + ",transpose=clock";
      case 180 -> mirror + ",hflip,vflip";
      case 270 -> mirror + ",transpose=cclock";
      default -> mirror;
    };
  }
}
