package io.framemill.protocol.rendition;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Compact list of contiguous segments, in a third of the memory: a controller keeps the segments of
 * all running jobs. Immutable.
 */
final class SegmentList extends AbstractList<EncodedSegment> implements RandomAccess {
  /** Ints for each segment: bytes, frames, end after the first start. */
  private static final int WIDTH = 3;

  private final int firstNumber;
  private final long firstStartPts;
  private final int[] values;

  private SegmentList(EncodedSegment first, int[] values) {
    this.firstNumber = first.number();
    this.firstStartPts = first.startPts();
    this.values = values;
  }

  /** Packs segments; returns a plain list if it is empty, has a gap, or a value does not fit. */
  static List<EncodedSegment> of(List<EncodedSegment> segments) {
    if (segments instanceof SegmentList) {
      return segments;
    }
    if (segments.isEmpty()) {
      return List.of();
    }
    EncodedSegment first = segments.get(0);
    int[] values = new int[segments.size() * WIDTH];
    long end = first.startPts();
    int at = 0;
    for (EncodedSegment segment : segments) {
      boolean follows =
          segment.number() == first.number() + at / WIDTH && segment.startPts() == end;
      end = segment.endPts();
      if (!follows
          || segment.bytes() > Integer.MAX_VALUE
          || end - first.startPts() > Integer.MAX_VALUE) {
        return List.copyOf(segments);
      }
      values[at++] = (int) segment.bytes();
      values[at++] = segment.frames();
      values[at++] = (int) (end - first.startPts());
    }
    return new SegmentList(first, values);
  }

  @Override
  public EncodedSegment get(int index) {
    int at = index * WIDTH;
    return new EncodedSegment(
        firstNumber + index,
        values[at],
        values[at + 1],
        firstStartPts + (index == 0 ? 0 : values[at - 1]),
        firstStartPts + values[at + 2]);
  }

  @Override
  public int size() {
    return values.length / WIDTH;
  }
}
