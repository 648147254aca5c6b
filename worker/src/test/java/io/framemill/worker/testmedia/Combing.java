package io.framemill.worker.testmedia;

/**
 * Measures how much of a picture is combed: shows two fields of different times at once, line by
 * line.
 */
final class Combing {
  /** Less than this between neighbouring lines is noise of an encoder. */
  private static final int MIN_STEP = 8;

  private Combing() {}

  /**
   * The share of pixels, 0 to 1, that are brighter, or darker, than both the line above and the one
   * below, while these two are alike.
   *
   * @param luma a plane of 8 bits without padding
   */
  static double share(byte[] luma, int width) {
    int height = luma.length / width;
    int combed = 0;
    for (int i = width; i < (height - 1) * width; i++) {
      int here = luma[i] & 0xff;
      int above = luma[i - width] & 0xff;
      int below = luma[i + width] & 0xff;
      int step = Math.min(Math.abs(here - above), Math.abs(here - below));
      boolean sameSide = (here - above) * (here - below) > 0;
      if (sameSide && step > MIN_STEP && Math.abs(above - below) * 2 < step) {
        combed++;
      }
    }
    return height < 3 ? 0 : (double) combed / ((height - 2) * width);
  }
}
