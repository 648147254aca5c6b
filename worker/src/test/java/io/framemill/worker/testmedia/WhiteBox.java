package io.framemill.worker.testmedia;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What is white in a picture.
 *
 * @param left first column with white pixels
 * @param top first row with white pixels
 * @param widthPixels from the first to the last white column; 0 if nothing is white
 * @param heightPixels from the first to the last white row; 0 if nothing is white
 */
public record WhiteBox(int left, int top, int widthPixels, int heightPixels) {
  private static final int WHITE = 235;
  private static final int BLACK = 16;
  private static final int NEUTRAL = 128;

  /** Half way between white and black. */
  private static final int THRESHOLD = 126;

  /** Draws a white box in the middle of a black yuv420p frame. */
  static void draw(AVFrame frame, int widthPixels, int heightPixels) {
    byte[] row = new byte[frame.width()];
    int left = (frame.width() - widthPixels) / 2;
    int top = (frame.height() - heightPixels) / 2;
    for (int y = 0; y < frame.height(); y++) {
      Arrays.fill(row, (byte) BLACK);
      if (y >= top && y < top + heightPixels) {
        Arrays.fill(row, left, left + widthPixels, (byte) WHITE);
      }
      frame.data(0).position((long) y * frame.linesize(0)).put(row);
    }
    frame.data(0).position(0);
    for (int plane = 1; plane < 3; plane++) {
      byte[] grey = new byte[frame.linesize(plane) * ((frame.height() + 1) / 2)];
      Arrays.fill(grey, (byte) NEUTRAL);
      frame.data(plane).put(grey);
    }
  }

  /**
   * Finds it.
   *
   * @param luma a plane of 8 bits without padding
   */
  static WhiteBox of(byte[] luma, int width) {
    int left = width;
    int right = -1;
    int top = -1;
    int bottom = -1;
    for (int i = 0; i < luma.length; i++) {
      if ((luma[i] & 0xff) > THRESHOLD) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = top < 0 ? i / width : top;
        bottom = i / width;
      }
    }
    return right < 0
        ? new WhiteBox(0, 0, 0, 0)
        : new WhiteBox(left, top, right - left + 1, bottom - top + 1);
  }
}
