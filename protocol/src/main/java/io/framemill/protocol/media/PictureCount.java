package io.framemill.protocol.media;

import java.util.List;

/**
 * The pictures of a stream, counted by its packets and not by decoding them.
 *
 * @param total packets that should give a picture, those of {@code beforeStart} included
 * @param beforeStart of them, those that are shown before the first picture that can be decoded:
 *     the recording begins between two key frames
 * @param dropped packets beside {@code total} that the container tells players to decode and not to
 *     show (an edit list of MP4)
 * @param bySegment of {@code total}, those that belong to each segment, from the first one on;
 *     segments behind the last picture are missing. Empty if they were not counted by segments:
 *     nobody asked, or the packets do not say when they are shown
 */
public record PictureCount(long total, long beforeStart, long dropped, List<Integer> bySegment) {
  public PictureCount {
    bySegment = List.copyOf(bySegment);
    if (total < 0 || beforeStart < 0 || beforeStart > total || dropped < 0) {
      throw new IllegalArgumentException(
          beforeStart + " of " + total + " pictures, " + dropped + " dropped");
    }
  }

  /** Only the total is known. */
  public static PictureCount of(long total) {
    return new PictureCount(total, 0, 0, List.of());
  }

  /** Pictures that can be shown. */
  public long shown() {
    return total - beforeStart;
  }

  /** Whether {@link #in} knows. */
  public boolean isBySegment() {
    return !bySegment.isEmpty();
  }

  /**
   * The pictures of some segments.
   *
   * @param firstSegment from 1
   */
  public long in(int firstSegment, int segmentCount) {
    int from = Math.min(firstSegment - 1, bySegment.size());
    int to = Math.min(from + segmentCount, bySegment.size());
    return bySegment.subList(from, to).stream().mapToLong(Integer::longValue).sum();
  }
}
