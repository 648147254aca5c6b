package io.framemill.worker.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentCursorTest {
  private static SegmentCursor cursor(int first, int last) {
    return new SegmentCursor(number -> 100L * (number - 1), first, last);
  }

  @Test
  void segmentAt_boundaries_belongToTheNextSegment() {
    SegmentCursor cursor = cursor(1, 9);

    assertThat(cursor.segmentAt(0)).isEqualTo(1);
    assertThat(cursor.segmentAt(99)).isEqualTo(1);
    assertThat(cursor.segmentAt(100)).isEqualTo(2);
  }

  @Test
  void segmentAt_hole_skipsSegments() {
    SegmentCursor cursor = cursor(3, 9);

    assertThat(cursor.segmentAt(210)).isEqualTo(3);
    assertThat(cursor.segmentAt(655)).isEqualTo(7);
  }

  @Test
  void segmentAt_afterTheLast_staysInTheLast() {
    assertThat(cursor(1, 2).segmentAt(12_345)).isEqualTo(2);
  }

  @Test
  void segmentAt_reorderedInsideASegment_staysThere() {
    SegmentCursor cursor = cursor(1, 9);

    assertThat(cursor.segmentAt(130)).isEqualTo(2);
    assertThat(cursor.segmentAt(110)).isEqualTo(2);
  }
}
