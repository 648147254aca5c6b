package io.framemill.worker.media.sound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.LongStream;

/**
 * Places frames of sound in time. They follow each other by the samples that they hold, whatever
 * their stated times say of it: containers round these to a millisecond and more. Where the stated
 * times go elsewhere and stay there, so does the sound: at once if they jump, little by little if
 * they drift. Frames are looked at ahead of being placed, to tell a jump from a single wrong time.
 * All times are in samples. Not thread-safe.
 */
final class SoundTimes {
  /** Stands for a time that a frame does not have. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int LOOK_AHEAD_MILLIS = 500;
  private static final int MAX_FRAMES_AHEAD = 64;
  private static final int MILLIS_PER_SECOND = 1000;

  /** Less than the shortest packet that is likely to be lost (of AAC, 21 ms), more than jitter. */
  private static final int JUMP_MILLIS = 12;

  /**
   * A frame that waits.
   *
   * @param offset its stated time less the samples before it
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
   * @param expected where the first frame goes if it has no time
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

  /** Whether the next frame can be placed well; at the end all can be. */
  boolean isAheadEnough() {
    return samplesAhead > enoughAhead || ahead.size() > MAX_FRAMES_AHEAD;
  }

  /** Whether all frames are placed. */
  boolean isEmpty() {
    return ahead.isEmpty();
  }

  /** The next frame's place, which is then behind; there must be one. */
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

  /** Where the frame after all that were placed is expected. */
  long end() {
    return placed + shift;
  }
}
