package io.framemill.protocol.media;

/**
 * Converts programme time to the time of a track; used by the slot that writes the track and by
 * manifests.
 *
 * @param timeBase seconds per tick of times outside the file: the source's ticks
 * @param timescale the track's ticks per second
 * @param trackTicksPerTick track ticks in one tick of {@code timeBase}: a whole number, so that
 *     every time is exact
 */
public record TrackClock(Rational timeBase, int timescale, long trackTicksPerTick) {
  /**
   * Coarser timescales, such as 24 ticks a second, are legal, but some players round them badly.
   */
  private static final int MIN_TIMESCALE = 10_000;

  /**
   * The clock of a video track.
   *
   * @param timeBase the source's ticks
   */
  public static TrackClock ofVideo(Rational timeBase) {
    long factor = 1;
    while (timeBase.denominator() * factor < MIN_TIMESCALE) {
      factor *= 2;
    }
    return new TrackClock(
        timeBase, Math.toIntExact(timeBase.denominator() * factor), timeBase.numerator() * factor);
  }

  /** The clock of an audio track, which counts samples. */
  public static TrackClock ofAudio(int sampleRateHz) {
    return new TrackClock(new Rational(1, sampleRateHz), sampleRateHz, 1);
  }

  /**
   * Presentation time in the track. All tracks start at 1 s, so that reordered pictures need no
   * negative composition offsets and no edit lists.
   *
   * @param ticks since the programme's origin
   */
  public long presentationTime(long ticks) {
    return ticks * trackTicksPerTick + timescale;
  }
}
