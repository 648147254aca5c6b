package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.VideoRendition;
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
 * Builds the filter graphs from decoded pictures to all renditions, in libavfilter's syntax.
 *
 * <p>There is always a scaler before an encoder, even at equal size, because an encoder silently
 * crops a picture of another size. libswscale handles all formats. zimg, three times as fast and
 * free at equal size, handles pictures in the output's format: the renditions themselves and most
 * sources.
 *
 * <p>Pictures with another aspect ratio than the stream's get black bars at the first scaling.
 *
 * <p>Renditions are scaled in a cascade: each from the smallest one that has at least twice as many
 * pixels, else from the source. From a larger one than that it would lose detail:
 * docs/performance.md. Renditions of the ladder that other tasks encode take part in the cascade,
 * so that each picture is the same in whichever task it is encoded.
 */
final class VideoGraph {
  private static final int SOURCE = -1;

  /** Sharpness of the bicubic kernel (a, as in libswscale's default) for pictures of the source. */
  private static final double SHARPNESS = 0.6;

  /** The same for pictures that were scaled before: compensates for their loss of sharpness. */
  private static final double SHARPNESS_AGAIN = 0.7;

  private final Geometry geometry;

  /** The whole ladder: first the renditions to encode, then the others. */
  private final List<VideoRendition> ladder;

  private final int wanted;
  private final int peakNits;
  private final int matrix;

  /**
   * @param geometry geometry of the stream, whose aspect ratio the renditions have
   * @param color color properties of the source, which determine the output's
   * @param renditions renditions to encode
   * @param otherRenditions the rest of the ladder; scaled only if others are derived from them
   */
  VideoGraph(
      Geometry geometry,
      MediaInfo.Color color,
      List<VideoRendition> renditions,
      List<VideoRendition> otherRenditions) {
    this.geometry = geometry;
    this.ladder = Stream.concat(renditions.stream(), otherRenditions.stream()).toList();
    this.wanted = renditions.size();
    this.peakNits = color.peakNits();
    this.matrix = OutputColor.of(color).matrix();
  }

  /** Names of the graph's sinks, one for each rendition to encode. */
  List<String> sinkNames() {
    return IntStream.range(0, wanted).mapToObj(VideoGraph::sinkName).toList();
  }

  /** The graph for pictures of a format. */
  String text(PictureFormat format, Rational timeBase) {
    Letterbox fit = new Letterbox(geometry, format);
    StringBuilder text = new StringBuilder(format.source(timeBase));
    // zimg would treat each picture that is flagged as interlaced as a field.
    text.append(",setfield=prog")
        .append(crop(fit))
        .append(ColorFilters.onBlack(format.pixelFormat()))
        .append(ColorFilters.usualMatrix(format.color()))
        .append(turn())
        .append(toneMap(fit))
        .append(split(SOURCE));
    for (int i = 0; i < ladder.size(); i++) {
      if (isScaled(i)) {
        text.append(String.format(Locale.ROOT, ";[s%d]", i)).append(scaler(i, fit));
        text.append(split(i));
      }
      if (i < wanted) {
        text.append(String.format(Locale.ROOT, ";[e%d]%s", i, sinkName(i)));
      }
    }
    return text.toString();
  }

  private static String crop(Letterbox fit) {
    Crop crop = fit.crop();
    if (crop.equals(Crop.NONE)) {
      return "";
    }
    return ColorFilters.wholeChroma(fit.format().pixelFormat(), crop.left(), crop.top())
        + String.format(
            Locale.ROOT,
            ",crop=w=%d:h=%d:x=%d:y=%d:exact=1",
            fit.croppedWidth(),
            fit.croppedHeight(),
            crop.left(),
            crop.top());
  }

  private String toneMap(Letterbox fit) {
    MediaInfo.Color color = fit.format().color().withUsualMatrix().named(peakNits);
    VideoRendition largest =
        ladder.stream().max(Comparator.comparingInt(VideoRendition::heightPixels)).orElseThrow();
    Letterbox.Size size = fit.in(largest);
    return color.highDynamicRange()
        ? ColorFilters.toneMapped(color, size.width(), size.height())
        : "";
  }

  /** Splits one picture to the scalers that use it and, if it is to be encoded, to its sink. */
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

  /** Whether a rendition is to be encoded, or one derived from it. */
  private boolean isScaled(int index) {
    return index < wanted
        || IntStream.range(0, ladder.size()).anyMatch(i -> base(i) == index && isScaled(i));
  }

  /** The base that a rendition is scaled from: the index of another one, or {@link #SOURCE}. */
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

  private String scaler(int index, Letterbox fit) {
    int base = base(index);
    VideoRendition rendition = ladder.get(index);
    Letterbox.Size whole = new Letterbox.Size(rendition.widthPixels(), rendition.heightPixels());
    Letterbox.Size size = base == SOURCE ? fit.in(rendition) : whole;
    String scaler =
        base == SOURCE && !isLikeOutput(fit)
            ? "scale=w=%d:h=%d:flags=bicubic:out_color_matrix=" + matrix + ":out_range=tv"
            : "zscale=w=%d:h=%d:filter=bicubic:param_a=0:param_b=" + sharpness(base, fit);
    return String.format(
            Locale.ROOT, scaler + ",setsar=1,format=yuv420p", size.width(), size.height())
        + (size.equals(whole) ? "" : bars(whole, size));
  }

  private static String bars(Letterbox.Size whole, Letterbox.Size size) {
    return String.format(
        Locale.ROOT,
        ",pad=w=%d:h=%d:x=%d:y=%d:color=black",
        whole.width(),
        whole.height(),
        (whole.width() - size.width()) / 2,
        (whole.height() - size.height()) / 2);
  }

  private double sharpness(int base, Letterbox fit) {
    boolean scaledBefore =
        base != SOURCE && pixels(base) != (long) fit.croppedWidth() * fit.croppedHeight();
    return scaledBefore ? SHARPNESS_AGAIN : SHARPNESS;
  }

  /** Whether pictures need scaling only. zimg also requires even sizes. */
  private boolean isLikeOutput(Letterbox fit) {
    PictureFormat format = fit.format();
    boolean sameFormat =
        format.pixelFormat() == AV_PIX_FMT_YUV420P
            && format.color().range() == AVCOL_RANGE_MPEG
            && format.color().matrix() == matrix
            && fit.croppedWidth() % 2 == 0
            && fit.croppedHeight() % 2 == 0
            && fit.crop().left() % 2 == 0
            && fit.crop().top() % 2 == 0;
    return sameFormat || !toneMap(fit).isEmpty();
  }

  private static String sinkName(int rendition) {
    return "buffersink@" + rendition;
  }

  private String turn() {
    String mirror = geometry.orientation().mirrored() ? ",hflip" : "";
    return switch (geometry.orientation().clockwiseDegrees()) {
      case 90 -> mirror + ",transpose=clock";
      case 180 -> mirror + ",hflip,vflip";
      case 270 -> mirror + ",transpose=cclock";
      default -> mirror;
    };
  }
}
