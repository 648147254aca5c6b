package io.framemill.controller.plan;

import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the cost of work in seconds of one core. Only the ratios matter: they order tasks and
 * weight chunk lengths and progress.
 *
 * <p>The figures are medians on natural 1080p24 material on a 2-core EPYC, FFmpeg 8:
 * docs/architecture.md, "Cost model".
 */
public final class CostModel {
  private static final double SECONDS_PER_TASK = 0.25;
  private static final double DECODE_SECONDS_PER_MEGAPIXEL = 0.006;

  /** Blending of a picture with transparency onto black, at full size. */
  private static final double BLEND_SECONDS_PER_MEGAPIXEL = 0.013;

  /** Names of libavutil's pixel formats with transparency, including palettes. */
  private static final Pattern TRANSPARENT =
      Pattern.compile("pal8|ya[0-9].*|.*(yuva|rgba|bgra|argb|abgr|gbrap|ayuv|vuya|uyva|grayaf).*");

  /**
   * Share of the decoding cost for pictures before a chunk, of which only reference frames are
   * decoded.
   */
  private static final double LEAD_SHARE = 0.6;

  private static final double AUDIO_SECONDS_PER_CHANNEL_SECOND = 0.0375;
  private static final double MEASURE_SECONDS_PER_CHANNEL_SECOND = 0.01;
  private static final double MUX_SECONDS_PER_SECOND = 0.01;
  private static final double READ_SECONDS_PER_SECOND = 0.002;
  private static final double THUMBNAIL_SECONDS_PER_MEGAPIXEL = 0.015;
  private static final Rational ASSUMED_FRAME_RATE = new Rational(30, 1);

  private final double decodePerSecond;
  private final double blendPerSecond;
  private final double encodedPerSecond;

  /**
   * @param frameRate of the output; null for the source's
   */
  CostModel(VideoStream source, @Nullable Rational frameRate) {
    double framesPerSecond = framesPerSecond(source);
    double megapixelsPerSecond =
        framesPerSecond
            * megapixels(source.geometry().widthPixels(), source.geometry().heightPixels());
    decodePerSecond = megapixelsPerSecond * DECODE_SECONDS_PER_MEGAPIXEL;
    blendPerSecond =
        TRANSPARENT.matcher(source.pixelFormat()).matches()
            ? megapixelsPerSecond * BLEND_SECONDS_PER_MEGAPIXEL
            : 0;
    encodedPerSecond = frameRate == null ? framesPerSecond : frameRate.toDouble();
  }

  /** The container's frame rate may be too low: the counted pictures take precedence. */
  private static double framesPerSecond(VideoStream source) {
    Rational rate = source.frameRate().numerator() > 0 ? source.frameRate() : ASSUMED_FRAME_RATE;
    double seconds = (source.endPts() - source.startPts()) * source.timeBase().toDouble();
    return Math.max(rate.toDouble(), source.pictures().shown() / seconds);
  }

  /** Cost of a second of the programme: decoding it, scaling and encoding it into renditions. */
  double second(List<VideoRendition> renditions) {
    return decodePerSecond + blendPerSecond + encodedPerSecond * frame(renditions);
  }

  /** Cost of encoding a picture into renditions. */
  static double frame(List<VideoRendition> renditions) {
    return renditions.stream().mapToDouble(CostModel::encodeCostOfFrame).sum();
  }

  /** Cost of decoding a second of the programme only to reach later pictures. */
  double leadSecond() {
    return LEAD_SHARE * decodePerSecond;
  }

  /**
   * Cost of decoding a part of a source only to reach later pictures.
   *
   * @param ticks its length in ticks of the source
   */
  public static double lead(VideoStream source, long ticks) {
    return Math.max(0, ticks)
        * source.timeBase().toDouble()
        * new CostModel(source, null).leadSecond();
  }

  /** Fixed cost of a task. */
  static double task() {
    return SECONDS_PER_TASK;
  }

  /** Cost of encoding renditions of one audio track of that length. */
  static double audio(double seconds, Task.EncodeAudio task) {
    double perChannel =
        AUDIO_SECONDS_PER_CHANNEL_SECOND
            + (task.loudness() == null ? 0 : MEASURE_SECONDS_PER_CHANNEL_SECOND);
    int channels = task.renditions().stream().mapToInt(AudioRendition::channels).sum();
    return SECONDS_PER_TASK + seconds * channels * perChannel;
  }

  /** Cost of muxing renditions of that length into one file. */
  static double mux(double seconds) {
    return SECONDS_PER_TASK + seconds * MUX_SECONDS_PER_SECOND;
  }

  /** Cost of reading a source of that length and writing its text. */
  static double subtitles(double seconds) {
    return SECONDS_PER_TASK + seconds * READ_SECONDS_PER_SECOND;
  }

  /**
   * Cost of thumbnails and a poster.
   *
   * @param pictures how many are decoded
   * @param source what they are made of
   */
  static double thumbnails(int pictures, VideoRendition source) {
    return SECONDS_PER_TASK
        + pictures
            * megapixels(source.widthPixels(), source.heightPixels())
            * THUMBNAIL_SECONDS_PER_MEGAPIXEL;
  }

  /** Cost of encoding one frame of a rendition. */
  static double encodeCostOfFrame(VideoRendition rendition) {
    return megapixels(rendition.widthPixels(), rendition.heightPixels())
        * rendition.encode().secondsPerMegapixel();
  }

  private static double megapixels(int width, int height) {
    return width * (double) height / 1e6;
  }
}
