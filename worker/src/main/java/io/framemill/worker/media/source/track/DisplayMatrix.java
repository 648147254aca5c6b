package io.framemill.worker.media.source.track;

import io.framemill.protocol.media.Orientation;

/**
 * Reads a display matrix as containers carry it: ISO/IEC 14496-12, 6.2.2, nine numbers {@code a b u
 * c d v x y w} that take the stored point (p, q) to the shown point (ap + cq + x, bp + dq + y),
 * with q and y counted downwards.
 */
final class DisplayMatrix {
  static final int LENGTH = 9;

  private DisplayMatrix() {}

  /**
   * The nearest rotation by quarter turns.
   *
   * @param matrix at least the first five of the nine numbers
   */
  static Orientation orientation(int... matrix) {
    long a = matrix[0];
    long b = matrix[1];
    long c = matrix[3];
    long d = matrix[4];
    if ((a == 0 && b == 0) || (c == 0 && d == 0)) {
      return Orientation.UPRIGHT;
    }
    boolean mirrored = a * d - b * c < 0;
    return new Orientation(mirrored, quarterTurnOfDown(c, d));
  }

  // Mirroring left and right does not change "down", so the displayed direction of "down" gives the
  // rotation.
  private static int quarterTurnOfDown(long c, long d) {
    if (Math.abs(c) > Math.abs(d)) {
      return c < 0 ? 90 : 270;
    }
    return d < 0 ? 180 : 0;
  }
}
