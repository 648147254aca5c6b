package io.framemill.worker.media.sound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.LongStream;

/**
 * Aligns audio frames in time. Frames follow each other by their sample counts, because containers
 * round stated times to a millisecond or more. If the stated times deviate permanently, the sound
 * follows them: at once after a jump, gradually after a drift. A lookahead distinguishes a jump
 * from a single wrong time. All times are in samples. Not thread-safe.
 */
final class SoundTimes {
  /** Marks a frame without a time. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int LOOK_AHEAD_MILLIS = 500;
  private static final int MAX_FRAMES_AHEAD = 64;
  private static final int MILLIS_PER_SECOND = 1000;

  /** Less than the shortest packet that is likely to be lost (21 ms for AAC), more than jitter. */
  private static final int JUMP_MILLIS = 12;

  /**
   * A frame in the lookahead.
   *
   * @param offset its stated time minus the number of samples before it
   */
  private record Waiting(long offset, int samples) {}

  private final Deque<Waiting> ahead = new ArrayDeque<>();
  private final long enoughAhead;
  private final long jump;
  private long samplesAhead;
  private long added;
  private long placed;
  private long shift;
  private boolean started;

  /**
   * @param expected position of the first frame if it has no time
   */
  SoundTimes(int rateHz, long expected) {
    this.enoughAhead = (long) rateHz * LOOK_AHEAD_MILLIS / MILLIS_PER_SECOND;
    this.jump = (long) rateHz * JUMP_MILLIS / MILLIS_PER_SECOND;
    this.shift = expected;
  }

  /**
   * Adds the next frame.
   *
   * @param start its stated time, or {@link #UNKNOWN}
   */
  void add(long start, int samples) {
    ahead.add(new Waiting(start == UNKNOWN ? UNKNOWN : start - added, samples));
    added += samples;
    samplesAhead += samples;
  }

  /** Whether the lookahead suffices to place the next frame; always true at the end. */
  boolean isAheadEnough() {
    return samplesAhead > enoughAhead || ahead.size() > MAX_FRAMES_AHEAD;
  }

  /** Whether all frames are placed. */
  boolean isEmpty() {
    return ahead.isEmpty();
  }

  /** Places the next frame and returns its position; there must be one. */
  long place() {
    follow();
    Waiting next = ahead.remove();
    samplesAhead -= next.samples();
    long at = placed + shift;
    placed += next.samples();
    return at;
  }

  private void follow() {
    long first = ahead.element().offset();
    if (first == UNKNOWN) {
      return;
    }
    long least = offsets().min().orElse(first);
    long most = offsets().max().orElse(first);
    if (!started) {
      shift = first;
      started = true;
    } else if (least - shift > jump) {
      shift = least;
    } else if (shift - most > jump) {
      shift = most;
    }
    long[] near = offsets().filter(offset -> Math.abs(offset - shift) <= jump).sorted().toArray();
    if (near.length > 0) {
      shift = near[near.length / 2];
    }
  }

  private LongStream offsets() {
    return ahead.stream().mapToLong(Waiting::offset).filter(offset -> offset != UNKNOWN);
  }

  /** The expected position of the next frame after all placed ones. */
  long end() {
    return placed + shift;
  }
}
