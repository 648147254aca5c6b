package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.NativePacket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TimeRepairTest {
  private static final int PICTURE = 1;

  private final TimeRepair repair = new TimeRepair();

  @BeforeAll
  static void load() {
    Libav.load();
  }

  /** The time that a packet has after the repair. */
  private long corrected(int stream, long pts) {
    try (NativePacket packet = NativePacket.allocate()) {
      packet.get().pts(pts).dts(pts);
      packet.get().duration(3600);
      repair.correct(packet.get(), stream, true);
      return packet.get().pts();
    }
  }

  @Test
  void isAnchored_packetAtThePlaceHasATime_isTrue() {
    repair.startAt(PICTURE, 500_000);

    assertThat(corrected(2, AV_NOPTS_VALUE)).isEqualTo(AV_NOPTS_VALUE);
    assertThat(corrected(PICTURE, 100_000)).isEqualTo(500_000);
    assertThat(corrected(PICTURE, AV_NOPTS_VALUE)).isEqualTo(AV_NOPTS_VALUE);
    assertThat(corrected(PICTURE, 107_200)).isEqualTo(507_200);
    assertThat(repair.isAnchored()).isTrue();
  }

  /** As in program streams, which state the time of each few pictures only. */
  @Test
  void isAnchored_packetAtThePlaceHasNoTime_isFalse() {
    repair.startAt(PICTURE, 500_000);

    corrected(PICTURE, AV_NOPTS_VALUE);
    corrected(PICTURE, 118_000);

    assertThat(repair.isAnchored()).isFalse();
  }

  @Test
  void isAnchored_nothingSought_isTrue() {
    corrected(PICTURE, AV_NOPTS_VALUE);

    assertThat(repair.isAnchored()).isTrue();
  }
}
