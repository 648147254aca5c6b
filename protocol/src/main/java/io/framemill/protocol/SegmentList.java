package io.framemill.protocol;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Segments in a quarter of the memory: a controller keeps those of all films that are under way.
 * Immutable.
 */
final class SegmentList extends AbstractList<EncodedSegment> implements RandomAccess {
  /** Ints for each segment: number, bytes, frames, start and end after the first start. */
  private static final int WIDTH = 5;

  private final long firstStartPts;
  private final int[] values;

  private SegmentList(long firstStartPts, int[] values) {
    this.firstStartPts = firstStartPts;
    this.values = values;
  }

  /** The same segments; not packed if one of their values does not fit. */
  static List<EncodedSegment> of(List<EncodedSegment> segments) {
    if (segments instanceof SegmentList) {
      return segments;
    }
    long first = segments.isEmpty() ? 0 : segments.get(0).startPts();
    int[] values = new int[segments.size() * WIDTH];
    int at = 0;
    try {
      for (EncodedSegment segment : segments) {
        values[at++] = segment.number();
        values[at++] = Math.toIntExact(segment.bytes());
        values[at++] = segment.frames();
        values[at++] = Math.toIntExact(Math.subtractExact(segment.startPts(), first));
        values[at++] = Math.toIntExact(Math.subtractExact(segment.endPts(), first));
      }
    } catch (ArithmeticException e) {
      return List.copyOf(segments);
    }
    return new SegmentList(first, values);
  }

  @Override
  public EncodedSegment get(int index) {
    int at = Math.multiplyExact(index, WIDTH);
    return new EncodedSegment(
        values[at],
        values[at + 1],
        values[at + 2],
        firstStartPts + values[at + 3],
        firstStartPts + values[at + 4]);
  }

  @Override
  public int size() {
    return values.length / WIDTH;
  }
}
