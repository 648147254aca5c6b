package io.framemill.worker.media.segment;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import java.math.RoundingMode;

/**
 * The delay from DTS to PTS without reordering, which leaves room for reordered pictures. Players
 * that count from the first DTS show a gap of that length at the start, so it is as short as
 * possible.
 */
public final class DecodeDelay {
  /** Audio is never reordered. */
  public static final long OF_SOUND = 0;

  /** Enough ticks for distinct DTS where pictures are closer than the frame rate implies. */
  private static final long MIN_TICKS = 16;

  private DecodeDelay() {}

  /**
   * The delay of a video track, in its ticks.
   *
   * @param reorderedPictures maximum number of pictures that are out of order; 0 for none
   * @param frameRate pictures per second, above 0; the same for all chunks of a programme
   */
  public static long of(int reorderedPictures, TrackClock clock, Rational frameRate) {
    if (reorderedPictures == 0) {
      return 0;
    }
    Rational picture = new Rational(frameRate.denominator(), frameRate.numerator());
    Rational tick = new Rational(1, clock.timescale());
    long lead = picture.rescale(reorderedPictures, tick, RoundingMode.CEILING);
    return Math.min(clock.timescale(), Math.max(lead, MIN_TICKS));
  }
}
