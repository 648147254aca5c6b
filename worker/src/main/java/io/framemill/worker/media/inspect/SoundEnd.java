package io.framemill.worker.media.inspect;

import io.framemill.protocol.media.Rational;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Finds the end of an audio track, robust against single wrong times, which would extend the video
 * with its last picture.
 *
 * <p>Packets confirm each other: the end is that of the last packet that starts at most 10 s after
 * the end so far. After a longer gap, or a step back of that size, at least two consecutive packets
 * that cover half a second together must agree. In ticks of the stream. Not thread-safe.
 */
final class SoundEnd {
  private static final Duration MAX_HOLE = Duration.ofSeconds(10);
  private static final Duration MIN_RUN = Duration.ofMillis(500);
  private static final Rational MILLISECOND = new Rational(1, 1000);

  private final long maxHole;
  private final long minRun;
  private boolean isConfirmed;
  private long confirmedEnd;
  private long runPackets;
  private long runStart;
  private long runEnd;

  /**
   * @param timeBase seconds per tick
   */
  SoundEnd(Rational timeBase) {
    maxHole = ticks(MAX_HOLE, timeBase);
    minRun = ticks(MIN_RUN, timeBase);
  }

  private static long ticks(Duration time, Rational timeBase) {
    return MILLISECOND.rescale(time.toMillis(), timeBase, RoundingMode.CEILING);
  }

  /**
   * Adds a packet.
   *
   * @param duration 0 if unknown
   */
  void add(long pts, long duration) {
    long end = pts + Math.max(0, duration);
    if (isConfirmed && Math.abs(pts - confirmedEnd) <= maxHole) {
      confirmedEnd = Math.max(confirmedEnd, end);
      return;
    }
    boolean continues = runPackets > 0 && Math.abs(pts - runEnd) <= maxHole;
    runPackets = continues ? runPackets + 1 : 1;
    runStart = continues ? Math.min(runStart, pts) : pts;
    runEnd = continues ? Math.max(runEnd, end) : end;
    if (runPackets > 1 && runEnd - runStart >= minRun) {
      confirmedEnd = isConfirmed ? Math.max(confirmedEnd, runEnd) : runEnd;
      isConfirmed = true;
    }
  }

  /**
   * The latest time that is confirmed.
   *
   * @param otherwise result for a track too short for confirmation
   */
  long orElse(long otherwise) {
    return isConfirmed ? confirmedEnd : otherwise;
  }
}
