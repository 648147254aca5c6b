package io.framemill.worker.media.segment;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.Profile;
import java.math.RoundingMode;

/**
 * The delay from DTS to PTS without reordering, which leaves room for reordered pictures. Players
 * that count from the first DTS show a gap of that length at the start, so it is as short as
 * possible.
 */
public final class DecodeDelay {
  /** Audio is never reordered. */
  public static final long OF_SOUND = 0;

  /** x264 and x265 reorder by at most two pictures: B pyramids are two levels deep. */
  private static final int REORDERED_PICTURES = 2;

  /** Enough ticks for distinct DTS where pictures are closer than the frame rate implies. */
  private static final long MIN_TICKS = 16;

  private DecodeDelay() {}

  /**
   * The delay of a video track, in its ticks.
   *
   * @param frameRate pictures per second, above 0; the same for all chunks of a programme
   */
  public static long of(Profile.VideoCodec codec, TrackClock clock, Rational frameRate) {
    return switch (codec) {
      case H264, HEVC -> ofReordered(clock, frameRate);
      // Each packet shows one picture: unshown reference pictures are in the packet of another one.
      case AV1, VP9 -> 0;
    };
  }

  private static long ofReordered(TrackClock clock, Rational frameRate) {
    Rational picture = new Rational(frameRate.denominator(), frameRate.numerator());
    Rational tick = new Rational(1, clock.timescale());
    long lead = picture.rescale(REORDERED_PICTURES, tick, RoundingMode.CEILING);
    return Math.min(clock.timescale(), Math.max(lead, MIN_TICKS));
  }
}
