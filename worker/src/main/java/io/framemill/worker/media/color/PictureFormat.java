package io.framemill.worker.media.color;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.libav.AvRational;
import java.math.BigInteger;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Input format of a video filter graph, in libavutil's numbers. A graph is built for one format and
 * must not receive another.
 *
 * @param pixelShape sample aspect ratio, reduced; 1/1 if undeclared
 */
public record PictureFormat(
    int width, int height, int pixelFormat, PictureColor color, Rational pixelShape) {
  private static final Rational SQUARE = new Rational(1, 1);

  /**
   * The format of a picture.
   *
   * @param usual color properties that it does not declare
   */
  public static PictureFormat of(AVFrame picture, PictureColor usual) {
    PictureColor said = PictureColor.of(picture).orElse(usual);
    PictureColor color = DefaultColor.complete(said, picture.width(), picture.height());
    return new PictureFormat(
        picture.width(),
        picture.height(),
        picture.format(),
        color.in(picture.format()),
        pixelShape(picture));
  }

  private static Rational pixelShape(AVFrame picture) {
    Rational said = AvRational.toRational(picture.sample_aspect_ratio());
    if (said.numerator() <= 0) {
      return SQUARE;
    }
    long divisor =
        BigInteger.valueOf(said.numerator())
            .gcd(BigInteger.valueOf(said.denominator()))
            .longValueExact();
    return new Rational(said.numerator() / divisor, said.denominator() / divisor);
  }

  /** The same with square pixels, for filters that do not change sizes. */
  public PictureFormat withSquarePixels() {
    return new PictureFormat(width, height, pixelFormat, color, SQUARE);
  }

  /**
   * The buffer source of a graph, in libavfilter's syntax.
   *
   * @param timeBase seconds per tick of the pictures' times
   */
  public String source(Rational timeBase) {
    return String.format(
        Locale.ROOT,
        "buffer=video_size=%dx%d:pix_fmt=%d:time_base=%s:colorspace=%d:range=%d",
        width,
        height,
        pixelFormat,
        timeBase,
        color.matrix(),
        color.range());
  }
}
