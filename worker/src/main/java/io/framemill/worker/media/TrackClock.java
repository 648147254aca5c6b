package io.framemill.worker.media;

import io.framemill.protocol.Rational;
import java.math.RoundingMode;

/**
 * How programme time is written into a track.
 *
 * @param timeBase seconds per tick of the times outside the file: the source's ticks
 * @param timescale the track's ticks per second
 * @param trackTicksPerTick track ticks in one tick of {@code timeBase}: a whole number, so that
 *     every time is exact
 * @param decodeLead track ticks from the decoding of a picture to its showing, where nothing is
 *     reordered: what reordering can cost. Players that count from the first decode time show a
 *     hole of that length at the start, so it is no longer than it has to be
 */
record TrackClock(Rational timeBase, int timescale, long trackTicksPerTick, long decodeLead) {
  /** Coarser clocks, such as 24 ticks a second, are legal, but some players round them badly. */
  private static final int MIN_TIMESCALE = 10_000;

  /** x264 and its kind keep at most two pictures back: B pyramids are two levels deep. */
  private static final int REORDERED_PICTURES = 2;

  /** Enough ticks for distinct decode times where pictures lie closer than the frame rate says. */
  private static final int MIN_LEAD_TICKS = 16;

  /**
   * @param frameRate pictures per second, above 0; the same for all chunks of a programme
   */
  static TrackClock ofVideo(Rational timeBase, Rational frameRate) {
    long factor = 1;
    while (timeBase.denominator() * factor < MIN_TIMESCALE) {
      factor *= 2;
    }
    int timescale = Math.toIntExact(timeBase.denominator() * factor);
    Rational picture = new Rational(frameRate.denominator(), frameRate.numerator());
    long lead =
        picture.rescale(REORDERED_PICTURES, new Rational(1, timescale), RoundingMode.CEILING);
    return new TrackClock(
        timeBase,
        timescale,
        timeBase.numerator() * factor,
        Math.min(timescale, Math.max(lead, MIN_LEAD_TICKS)));
  }

  static TrackClock ofAudio(int sampleRateHz) {
    return new TrackClock(new Rational(1, sampleRateHz), sampleRateHz, 1, 0);
  }

  /**
   * Presentation time in the track. All tracks start at 1 s: pictures can then be reordered without
   * negative offsets and edit lists.
   *
   * @param ticks since the programme's origin
   */
  long presentationTime(long ticks) {
    return ticks * trackTicksPerTick + timescale;
  }

  /**
   * Decode time in the track of what is not reordered.
   *
   * @param ticks since the programme's origin
   */
  long decodeTime(long ticks) {
    return presentationTime(ticks) - decodeLead;
  }
}
