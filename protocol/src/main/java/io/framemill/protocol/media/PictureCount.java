package io.framemill.protocol.media;

import java.util.List;

/**
 * Count of a stream's pictures, by its packets and without decoding.
 *
 * @param total packets that should give a picture, those of {@code beforeStart} included
 * @param beforeStart of them, those before the first picture that can be decoded: the recording
 *     starts between two key frames
 * @param dropped packets not in {@code total} that the container's edit list excludes from
 *     presentation
 * @param bySegment of {@code total}, those in each segment, from the first one on; segments after
 *     the last picture are omitted. Empty if not counted by segment, because it was not requested
 *     or the packets have no presentation times
 */
public record PictureCount(long total, long beforeStart, long dropped, List<Integer> bySegment) {
  public PictureCount {
    bySegment = List.copyOf(bySegment);
    if (total < 0 || beforeStart < 0 || beforeStart > total || dropped < 0) {
      throw new IllegalArgumentException(
          beforeStart + " of " + total + " pictures, " + dropped + " dropped");
    }
  }

  /** A count of which only the total is known. */
  public static PictureCount of(long total) {
    return new PictureCount(total, 0, 0, List.of());
  }

  /** Number of pictures that can be shown. */
  public long shown() {
    return total - beforeStart;
  }

  /** Whether {@link #in} is available. */
  public boolean isBySegment() {
    return !bySegment.isEmpty();
  }

  /**
   * Number of pictures in a range of segments.
   *
   * @param firstSegment from 1
   */
  public long in(int firstSegment, int segmentCount) {
    int from = Math.min(firstSegment - 1, bySegment.size());
    int to = Math.min(from + segmentCount, bySegment.size());
    return bySegment.subList(from, to).stream().mapToLong(Integer::longValue).sum();
  }
}
