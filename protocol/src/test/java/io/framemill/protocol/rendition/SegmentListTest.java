package io.framemill.protocol.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentListTest {
  private static final EncodedSegment FIRST = new EncodedSegment(7, 500_000, 100, 9_000, 18_000);
  private static final EncodedSegment SECOND =
      new EncodedSegment(8, Integer.MAX_VALUE, 3, 18_000, 18_001);

  @Test
  void of_segments_areTheSame() {
    List<EncodedSegment> segments = List.of(FIRST, SECOND);
    assertThat(SegmentList.of(segments)).isInstanceOf(SegmentList.class).isEqualTo(segments);
    assertThat(SegmentList.of(List.of())).isEmpty();
  }

  @Test
  void of_segmentsWithAHole_keepsThem() {
    EncodedSegment afterAHole = new EncodedSegment(9, 1, 3, 18_000, 18_001);
    EncodedSegment late = new EncodedSegment(8, 1, 3, 18_001, 18_002);
    assertThat(SegmentList.of(List.of(FIRST, afterAHole))).containsExactly(FIRST, afterAHole);
    assertThat(SegmentList.of(List.of(FIRST, late))).containsExactly(FIRST, late);
  }

  @Test
  void of_packedSegments_areNotPackedAgain() {
    List<EncodedSegment> packed = SegmentList.of(List.of(FIRST));
    assertThat(SegmentList.of(packed)).isSameAs(packed);
  }

  @Test
  void of_valuesThatDoNotFit_keepsThem() {
    EncodedSegment large = new EncodedSegment(1, 3_000_000_000L, 100, 0, 9_000);
    EncodedSegment late = new EncodedSegment(8, 1, 1, 18_000, Long.MAX_VALUE);
    assertThat(SegmentList.of(List.of(large))).containsExactly(large);
    assertThat(SegmentList.of(List.of(FIRST, late))).containsExactly(FIRST, late);
  }

  @Test
  void get_outside_isRefused() {
    List<EncodedSegment> packed = SegmentList.of(List.of(FIRST));
    assertThatThrownBy(() -> packed.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packed.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
