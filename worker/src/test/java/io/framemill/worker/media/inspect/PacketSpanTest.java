package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketSpanTest {
  @Test
  void add_reorderedPackets_findsBothEnds() {
    PacketSpan span = new PacketSpan();
    span.add(10, 5);
    span.add(25, 6);
    span.add(15, 5);
    span.add(20, 5);

    assertThat(span.count()).isEqualTo(4);
    assertThat(span.firstPts()).isEqualTo(10);
    assertThat(span.lastPts()).isEqualTo(25);
    assertThat(span.endPts(100)).isEqualTo(31);
  }

  @Test
  void endPts_noDuration_usesTheUsualOneThenTheLastStep() {
    PacketSpan span = new PacketSpan();
    span.add(10, 0);
    span.add(30, 0);
    span.add(20, 0);

    assertThat(span.endPts(4)).isEqualTo(34);
    assertThat(span.endPts(0)).isEqualTo(40);
  }

  @Test
  void endPts_onePacketWithoutDuration_isOneTick() {
    PacketSpan span = new PacketSpan();
    span.add(10, 0);

    assertThat(span.endPts(0)).isEqualTo(11);
  }

  @Test
  void addTimeless_onlySuch_countsWithoutTimes() {
    PacketSpan span = new PacketSpan();
    span.addTimeless();

    assertThat(span.count()).isEqualTo(1);
    assertThat(span.hasTimes()).isFalse();
  }
}
