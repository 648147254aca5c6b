package io.framemill.protocol.media;

/**
 * How programme time is written into a track; the same in the slot that writes it and in the
 * manifests that tell of it.
 *
 * @param timeBase seconds per tick of the times outside the file: the source's ticks
 * @param timescale the track's ticks per second
 * @param trackTicksPerTick track ticks in one tick of {@code timeBase}: a whole number, so that
 *     every time is exact
 */
public record TrackClock(Rational timeBase, int timescale, long trackTicksPerTick) {
  /** Coarser clocks, such as 24 ticks a second, are legal, but some players round them badly. */
  private static final int MIN_TIMESCALE = 10_000;

  /**
   * The clock of pictures.
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

  /** The clock of sound, which counts samples. */
  public static TrackClock ofAudio(int sampleRateHz) {
    return new TrackClock(new Rational(1, sampleRateHz), sampleRateHz, 1);
  }

  /**
   * Presentation time in the track. All tracks start at 1 s: pictures can then be reordered without
   * negative offsets and edit lists.
   *
   * @param ticks since the programme's origin
   */
  public long presentationTime(long ticks) {
    return ticks * trackTicksPerTick + timescale;
  }
}
