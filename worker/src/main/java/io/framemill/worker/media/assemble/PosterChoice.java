package io.framemill.worker.media.assemble;

import java.util.Comparator;
import java.util.List;

/** Chooses the poster of a programme. Pure. */
final class PosterChoice {
  private static final int DARK = 32;
  private static final int BRIGHT = 224;
  private static final int FLAT = 16;

  private PosterChoice() {}

  /**
   * Luma statistics of a picture.
   *
   * @param millis when it is shown
   * @param mean of its luma, 0 to 255
   * @param deviation standard deviation of its luma
   */
  record Look(long millis, double mean, double deviation) {
    /** Measures a picture with one byte of full-range luma for each pixel. */
    static Look of(long millis, byte[] luma) {
      double sum = 0;
      double squares = 0;
      for (byte value : luma) {
        int grey = Byte.toUnsignedInt(value);
        sum += grey;
        squares += (double) grey * grey;
      }
      double mean = sum / luma.length;
      return new Look(millis, mean, Math.sqrt(Math.max(0, squares / luma.length - mean * mean)));
    }

    private boolean isTelling() {
      return mean >= DARK && mean <= BRIGHT && deviation >= FLAT;
    }
  }

  /**
   * Chooses the latest picture that is neither dark, bright nor flat, else the one with most
   * contrast.
   *
   * @param looks in order of time; at least one
   */
  static Look best(List<Look> looks) {
    for (int i = looks.size() - 1; i >= 0; i--) {
      if (looks.get(i).isTelling()) {
        return looks.get(i);
      }
    }
    return looks.stream().max(Comparator.comparingDouble(Look::deviation)).orElseThrow();
  }
}
