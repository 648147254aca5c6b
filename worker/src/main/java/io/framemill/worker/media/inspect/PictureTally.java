package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.PictureCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pictures of a stream and stores their PTS, in two or three bytes for most: a film may
 * have ten million. Times in ticks of the stream. Not thread-safe.
 */
final class PictureTally {
  private static final int MAX_VARINT_BYTES = 10;
  private static final int DATA_BITS = 7;
  private static final int MORE = 1 << DATA_BITS;

  private byte[] steps = new byte[1024];
  private int length;
  private long latest;
  private long total;
  private long dropped;
  private boolean allTimed = true;

  /** Counts a picture that is decoded but not shown. */
  void addDropped() {
    dropped++;
  }

  /**
   * Counts a picture.
   *
   * @param pts {@code AV_NOPTS_VALUE} if the container has no time for it
   */
  void add(long pts) {
    total++;
    if (pts == AV_NOPTS_VALUE) {
      allTimed = false;
    } else {
      write(pts - latest);
      latest = pts;
    }
  }

  /** Number of pictures so far, without those that are not shown. */
  long total() {
    return total;
  }

  // Variable-length integers as in Protocol Buffers: the sign is the last bit, and each byte holds
  // seven bits, the lowest first.
  private void write(long step) {
    if (length + MAX_VARINT_BYTES > steps.length) {
      steps = Arrays.copyOf(steps, steps.length * 2);
    }
    long rest = step << 1 ^ step >> Long.SIZE - 1;
    while (rest >>> DATA_BITS != 0) {
      steps[length++] = (byte) (rest | MORE);
      rest >>>= DATA_BITS;
    }
    steps[length++] = (byte) rest;
  }

  private void forEachTime(LongConsumer consumer) {
    long pts = 0;
    for (int i = 0; i < length; ) {
      long value = 0;
      int shift = 0;
      boolean more = true;
      while (more) {
        long octet = steps[i++];
        value |= (octet & (MORE - 1)) << shift;
        shift += DATA_BITS;
        more = (octet & MORE) != 0;
      }
      pts += value >>> 1 ^ -(value & 1);
      consumer.accept(pts);
    }
  }

  /**
   * The count. By segments only if each picture has a time, because a guessed time would make a
   * segment look short.
   *
   * @param startPts the first picture that can be decoded
   * @param times segments for counting; null for none
   */
  PictureCount count(long startPts, @Nullable OutputTimes times) {
    long[] before = new long[1];
    forEachTime(pts -> before[0] += pts < startPts ? 1 : 0);
    return new PictureCount(
        total, before[0], dropped, times == null || !allTimed ? List.of() : bySegment(times));
  }

  private List<Integer> bySegment(OutputTimes times) {
    long[] starts = new long[times.timeline().segmentCount()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = times.sourceStartPts(i + 1);
    }
    int[] counts = new int[starts.length];
    forEachTime(
        pts -> {
          int found = Arrays.binarySearch(starts, pts);
          int segment = found >= 0 ? found : -found - 2;
          if (segment >= 0) {
            counts[segment]++;
          }
        });
    int end = counts.length;
    while (end > 0 && counts[end - 1] == 0) {
      end--;
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      kept.add(counts[i]);
    }
    return kept;
  }
}
