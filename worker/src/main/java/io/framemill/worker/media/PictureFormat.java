package io.framemill.worker.media;

import io.framemill.protocol.Rational;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What a filter graph has to know of its pictures, in libavutil's numbers. A graph is built for one
 * such format and must not see another.
 */
record PictureFormat(int width, int height, int pixelFormat, int colorSpace, int colorRange) {
  static PictureFormat of(AVFrame picture) {
    return new PictureFormat(
        picture.width(),
        picture.height(),
        picture.format(),
        picture.colorspace(),
        picture.color_range());
  }

  /**
   * The start of a graph in libavfilter's language.
   *
   * @param timeBase seconds per tick of the pictures' times
   */
  String source(Rational timeBase) {
    return String.format(
        Locale.ROOT,
        "buffer=video_size=%dx%d:pix_fmt=%d:time_base=%s:colorspace=%d:range=%d",
        width,
        height,
        pixelFormat,
        timeBase,
        colorSpace,
        colorRange);
  }
}
