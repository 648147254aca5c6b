package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Orientation;
import io.framemill.protocol.Rational;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.media.color.ColorFilters;
import io.framemill.worker.media.color.OutputColor;
import io.framemill.worker.media.color.PictureFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes filter graphs from decoded pictures to all renditions, in libavfilter's language.
 *
 * <p>There is always a scaler before an encoder, even at equal size: an encoder crops a picture of
 * another size in silence. libswscale takes whatever pictures there are; zimg, three times as fast
 * and free at equal size, those that are in the output's format already: the renditions themselves
 * and most sources.
 *
 * <p>Renditions are scaled in a cascade: each from the smallest one that has at least twice as many
 * pixels, else from the source. From a nearer one it would lose detail: docs/performance.md.
 * Renditions of the ladder that are encoded elsewhere take part in that, so that each picture is
 * the same whoever encodes it.
 */
final class VideoGraph {
  private static final int SOURCE = -1;

  /** Sharpness of the bicubic kernel (a, as in libswscale's default) for pictures of the source. */
  private static final double SHARPNESS = 0.6;

  /** The same for pictures that were scaled before: makes up for what that took. */
  private static final double SHARPNESS_AGAIN = 0.7;

  private final Orientation orientation;

  /** Of the whole ladder: those that are wanted, then the others. */
  private final List<VideoRendition> ladder;

  private final int wanted;
  private final int peakNits;
  private final int matrix;

  /**
   * @param color of the source, from which the output's follows
   * @param renditions what comes out
   * @param otherRenditions the rest of the ladder; scaled only if others are made of them
   */
  VideoGraph(
      Orientation orientation,
      MediaInfo.Color color,
      List<VideoRendition> renditions,
      List<VideoRendition> otherRenditions) {
    this.orientation = orientation;
    this.ladder = Stream.concat(renditions.stream(), otherRenditions.stream()).toList();
    this.wanted = renditions.size();
    this.peakNits = color.peakNits();
    this.matrix = OutputColor.of(color).matrix();
  }

  /** Names of the graph's ends, one for each rendition that is wanted. */
  List<String> sinkNames() {
    return IntStream.range(0, wanted).mapToObj(VideoGraph::sinkName).toList();
  }

  /** The whole graph for pictures of a format. */
  String text(PictureFormat format, Rational timeBase) {
    StringBuilder text = new StringBuilder(format.source(timeBase));
    // zimg would take each picture that is flagged as interlaced for a field.
    text.append(",setfield=prog")
        .append(ColorFilters.onBlack(format.pixelFormat()))
        .append(ColorFilters.usualMatrix(format.color()))
        .append(turn())
        .append(toneMap(format))
        .append(split(SOURCE));
    for (int i = 0; i < ladder.size(); i++) {
      if (isScaled(i)) {
        text.append(String.format(Locale.ROOT, ";[s%d]", i)).append(scaler(i, format));
        text.append(split(i));
      }
      if (i < wanted) {
        text.append(String.format(Locale.ROOT, ";[e%d]%s", i, sinkName(i)));
      }
    }
    return text.toString();
  }

  private String toneMap(PictureFormat format) {
    MediaInfo.Color color = format.color().withUsualMatrix().named(peakNits);
    VideoRendition largest =
        ladder.stream().max(Comparator.comparingInt(VideoRendition::heightPixels)).orElseThrow();
    return color.highDynamicRange() ? ColorFilters.toneMapped(color, largest) : "";
  }

  /** From one picture to the scalers that take it and, if it is wanted, to its end. */
  private String split(int base) {
    List<String> takers = new ArrayList<>();
    if (base != SOURCE && base < wanted) {
      takers.add("[e" + base + "]");
    }
    for (int i = 0; i < ladder.size(); i++) {
      if (base(i) == base && isScaled(i)) {
        takers.add("[s" + i + "]");
      }
    }
    return ",split=" + takers.size() + String.join("", takers);
  }

  /** Whether a rendition is wanted, or one that is made of it. */
  private boolean isScaled(int index) {
    return index < wanted
        || IntStream.range(0, ladder.size()).anyMatch(i -> base(i) == index && isScaled(i));
  }

  /** What a rendition is scaled from: the index of another one, or {@link #SOURCE}. */
  private int base(int index) {
    return IntStream.range(0, ladder.size())
        .filter(i -> pixels(i) >= 2 * pixels(index))
        .boxed()
        .min(Comparator.comparingLong(this::pixels))
        .orElse(SOURCE);
  }

  private long pixels(int index) {
    VideoRendition rendition = ladder.get(index);
    return (long) rendition.widthPixels() * rendition.heightPixels();
  }

  private String scaler(int index, PictureFormat format) {
    int base = base(index);
    VideoRendition rendition = ladder.get(index);
    String scaler =
        base == SOURCE && !isLikeOutput(format)
            ? "scale=w=%d:h=%d:flags=bicubic:out_color_matrix=" + matrix + ":out_range=tv"
            : "zscale=w=%d:h=%d:filter=bicubic:param_a=0:param_b=" + sharpness(base, format);
    return String.format(
        Locale.ROOT,
        scaler + ",setsar=1,format=yuv420p",
        rendition.widthPixels(),
        rendition.heightPixels());
  }

  private double sharpness(int base, PictureFormat format) {
    boolean scaledBefore =
        base != SOURCE && pixels(base) != (long) format.width() * format.height();
    return scaledBefore ? SHARPNESS_AGAIN : SHARPNESS;
  }

  /** Whether pictures need nothing but another size. zimg wants whole pairs of pixels, too. */
  private boolean isLikeOutput(PictureFormat format) {
    boolean sameFormat =
        format.pixelFormat() == AV_PIX_FMT_YUV420P
            && format.color().range() == AVCOL_RANGE_MPEG
            && format.color().matrix() == matrix
            && format.width() % 2 == 0
            && format.height() % 2 == 0;
    return sameFormat || !toneMap(format).isEmpty();
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
