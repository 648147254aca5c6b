package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A moving picture with its number in it: a row of blocks at the top, white for 1 and black for 0,
 * the lowest bit left. Survives scaling and strong compression.
 */
public final class CounterPicture {
  private static final int BITS = 12;
  private static final int FIELD_STEP = 20;
  private static final int BAR_SHARE_OF_HEIGHT = 6;
  private static final byte BLACK = 16;
  private static final byte WHITE = (byte) 235;
  private static final byte GREY = (byte) 128;
  private static final int LUMA_THRESHOLD = 126;

  private CounterPicture() {}

  /** Draws picture {@code number} into a yuv420p frame. */
  static void draw(AVFrame frame, int number) {
    draw(frame, number, 0);
  }

  /** The same as two fields: the lower one has moved on, and the frame says so. */
  static void drawFields(AVFrame frame, int number) {
    draw(frame, number, FIELD_STEP);
    frame.flags(frame.flags() | AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST);
  }

  /** Fills a yuv420p frame with noise that depends on the number alone. */
  static void drawNoise(AVFrame frame, int number) {
    Random random = new Random(number);
    byte[] row = new byte[frame.width()];
    for (int y = 0; y < frame.height(); y++) {
      random.nextBytes(row);
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }
    fillChroma(frame, 1);
    fillChroma(frame, 2);
  }

  private static void draw(AVFrame frame, int number, int lowerFieldStep) {
    int width = frame.width();
    int height = frame.height();
    byte[] bar = bar(width, number);
    byte[] row = new byte[width];
    for (int y = 0; y < height; y++) {
      byte[] content = bar;
      if (y >= height / BAR_SHARE_OF_HEIGHT) {
        for (int x = 0; x < width; x++) {
          row[x] = (byte) (40 + (x + y + 3 * number + (y % 2) * lowerFieldStep) % 160);
        }
        content = row;
      }
      frame.data(0).position((long) y * frame.linesize(0)).put(content);
    }
    fillChroma(frame, 1);
    fillChroma(frame, 2);
  }

  private static byte[] bar(int width, int number) {
    byte[] bar = new byte[width];
    for (int x = 0; x < width; x++) {
      bar[x] = (number >> (x * BITS / width) & 1) == 1 ? WHITE : BLACK;
    }
    return bar;
  }

  private static void fillChroma(AVFrame frame, int plane) {
    byte[] row = new byte[(frame.width() + 1) / 2];
    Arrays.fill(row, GREY);
    for (int y = 0; y < (frame.height() + 1) / 2; y++) {
      frame.data(plane).position((long) y * frame.linesize(plane)).put(row);
    }
  }

  /** Reads the number of a picture of any size whose first plane is 8-bit luma. */
  static int read(AVFrame frame) {
    return read(frame.width(), frame.height(), (x, y) -> luma(frame, x, y));
  }

  /**
   * Reads the number of a picture.
   *
   * @param luma brightness of a pixel, 0 to 255, by its place from the left and from the top
   */
  public static int read(int width, int height, IntBinaryOperator luma) {
    int y = height / BAR_SHARE_OF_HEIGHT / 2;
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      int x = (2 * bit + 1) * width / (2 * BITS);
      if (luma.applyAsInt(x, y) > LUMA_THRESHOLD) {
        number |= 1 << bit;
      }
    }
    return number;
  }

  /** A checksum of a yuv420p picture. */
  public static long hash(AVFrame frame) {
    CRC32 crc = new CRC32();
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      byte[] row = new byte[(frame.width() + shift) >> shift];
      for (int y = 0; y < (frame.height() + shift) >> shift; y++) {
        frame.data(plane).position((long) y * frame.linesize(plane)).get(row);
        crc.update(row);
      }
      frame.data(plane).position(0);
    }
    return crc.getValue();
  }

  /** Reads the brightness a little inside the corners. */
  static DecodedStream.Corners corners(AVFrame frame) {
    int left = frame.width() / (2 * BITS);
    int top = frame.height() / (2 * BITS);
    int right = frame.width() - 1 - left;
    int bottom = frame.height() - 1 - top;
    return new DecodedStream.Corners(
        luma(frame, left, top),
        luma(frame, right, top),
        luma(frame, left, bottom),
        luma(frame, right, bottom));
  }

  private static int luma(AVFrame frame, int x, int y) {
    return frame.data(0).get((long) y * frame.linesize(0) + x) & 0xff;
  }
}
