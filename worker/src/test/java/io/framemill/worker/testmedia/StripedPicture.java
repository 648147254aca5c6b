package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * A picture of {@value #STRIPES} upright stripes of one colour each, for measuring colours.
 *
 * @param stripes from left to right
 */
public record StripedPicture(List<Stripe> stripes) {
  public static final int STRIPES = 8;

  /**
   * One colour, in code values of the pixel format.
   *
   * @param a the first plane: luma, or green
   * @param b the second one: Cb, or blue
   * @param c the third one: Cr, or red
   * @param alpha the fourth one, if there is one
   */
  public record Stripe(int a, int b, int c, int alpha) {
    int plane(int number) {
      return List.of(a, b, c, alpha).get(number);
    }
  }

  /** A grey ramp from black to white in YUV. */
  public static StripedPicture greys(int black, int white, int middle) {
    return new StripedPicture(
        IntStream.range(0, STRIPES)
            .map(i -> black + (white - black) * i / (STRIPES - 1))
            .mapToObj(luma -> new Stripe(luma, middle, middle, 0))
            .toList());
  }

  /** Fills a frame of any planar format of up to 16 bits. */
  void draw(AVFrame frame) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    int bytes = format.comp(0).depth() > 8 ? 2 : 1;
    for (int plane = 0; plane < format.nb_components(); plane++) {
      boolean chroma = plane == 1 || plane == 2;
      int width = frame.width() >> (chroma ? format.log2_chroma_w() : 0);
      int height = frame.height() >> (chroma ? format.log2_chroma_h() : 0);
      byte[] row = row(plane, width, bytes);
      for (int y = 0; y < height; y++) {
        frame.data(plane).position((long) y * frame.linesize(plane)).put(row);
      }
    }
  }

  private byte[] row(int plane, int width, int bytes) {
    byte[] row = new byte[width * bytes];
    for (int x = 0; x < width; x++) {
      int value = stripes.get(x * STRIPES / width).plane(plane);
      row[x * bytes] = (byte) value;
      if (bytes == 2) {
        row[x * bytes + 1] = (byte) (value >> 8);
      }
    }
    return row;
  }

  /** Reads the middle of each stripe of an 8-bit 4:2:0 picture. */
  static List<Stripe> read(AVFrame frame) {
    List<Stripe> stripes = new ArrayList<>();
    for (int i = 0; i < STRIPES; i++) {
      int x = (2 * i + 1) * frame.width() / (2 * STRIPES);
      int y = frame.height() / 2;
      stripes.add(
          new Stripe(
              value(frame, 0, x, y),
              value(frame, 1, x / 2, y / 2),
              value(frame, 2, x / 2, y / 2),
              0));
    }
    return stripes;
  }

  private static int value(AVFrame frame, int plane, int x, int y) {
    return frame.data(plane).get((long) y * frame.linesize(plane) + x) & 0xff;
  }
}
