package io.framemill.worker.media.picture;

import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Orientation;
import io.framemill.protocol.Rational;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.media.color.ColorFilters;
import io.framemill.worker.media.color.OutputColor;
import io.framemill.worker.media.color.PictureFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes filter graphs from decoded pictures to all renditions, in libavfilter's language.
 *
 * <p>There is always a {@code scale} before an encoder, even at equal size: an encoder crops a
 * picture of another size in silence.
 */
final class VideoGraph {
  private final Orientation orientation;
  private final List<VideoRendition> renditions;
  private final int peakNits;
  private final int matrix;

  /**
   * @param color of the source, from which the output's follows
   */
  VideoGraph(Orientation orientation, MediaInfo.Color color, List<VideoRendition> renditions) {
    this.orientation = orientation;
    this.renditions = renditions;
    this.peakNits = color.peakNits();
    this.matrix = OutputColor.of(color).matrix();
  }

  /** Names of the graph's ends, one for each rendition. */
  List<String> sinkNames() {
    return IntStream.range(0, renditions.size()).mapToObj(VideoGraph::sinkName).toList();
  }

  /** The whole graph for pictures of a format. */
  String text(PictureFormat format, Rational timeBase) {
    String branches =
        IntStream.range(0, renditions.size())
            .mapToObj(i -> "[s" + i + "]")
            .collect(Collectors.joining());
    String scalers =
        IntStream.range(0, renditions.size())
            .mapToObj(i -> scaler(i, renditions.get(i)))
            .collect(Collectors.joining(";"));
    return format.source(timeBase)
        + ColorFilters.onBlack(format.pixelFormat())
        + ColorFilters.usualMatrix(format.color())
        + turn()
        + toneMap(format)
        + ",split="
        + renditions.size()
        + branches
        + ";"
        + scalers;
  }

  private String toneMap(PictureFormat format) {
    MediaInfo.Color color = format.color().withUsualMatrix().named(peakNits);
    VideoRendition largest =
        renditions.stream()
            .max(Comparator.comparingInt(VideoRendition::heightPixels))
            .orElseThrow();
    return color.highDynamicRange() ? ColorFilters.toneMapped(color, largest) : "";
  }

  private String scaler(int index, VideoRendition rendition) {
    return String.format(
        Locale.ROOT,
        "[s%d]scale=w=%d:h=%d:flags=bicubic:out_color_matrix=%d:out_range=tv"
            + ",setsar=1,format=yuv420p,%s",
        index,
        rendition.widthPixels(),
        rendition.heightPixels(),
        matrix,
        sinkName(index));
  }

  private static String sinkName(int rendition) {
    return "buffersink@" + rendition;
  }

  private String turn() {
    String mirror = orientation.mirrored() ? ",hflip" : "";
    return switch (orientation.clockwiseDegrees()) {
      case 90 -> mirror + ",transpose=clock";
      case 180 -> mirror + ",hflip,vflip";
      case 270 -> mirror + ",transpose=cclock";
      default -> mirror;
    };
  }
}
