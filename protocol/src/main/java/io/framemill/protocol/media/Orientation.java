package io.framemill.protocol.media;

/**
 * Orientation: the mirroring and then rotation that make a decoded picture upright.
 *
 * @param mirrored whether left and right are swapped
 * @param clockwiseDegrees 0, 90, 180 or 270
 */
public record Orientation(boolean mirrored, int clockwiseDegrees) {
  /** No change. */
  public static final Orientation UPRIGHT = new Orientation(false, 0);

  public Orientation {
    if (clockwiseDegrees != 0
        && clockwiseDegrees != 90
        && clockwiseDegrees != 180
        && clockwiseDegrees != 270) {
      throw new IllegalArgumentException("not a quarter turn: " + clockwiseDegrees);
    }
  }

  /** Whether width and height are swapped. */
  public boolean swapsSides() {
    return clockwiseDegrees % 180 == 90;
  }
}
