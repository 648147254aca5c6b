package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.NativePacket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndecodableTimeTest {
  private static void add(UndecodableTime parts, long... times) {
    Libav.load();
    try (NativePacket packet = NativePacket.allocate()) {
      for (long pts : times) {
        packet.get().pts(pts);
        packet.get().duration(10);
        parts.add(packet);
      }
    }
  }

  @Test
  void ticksByCodec_partsApart_areAddedUpWithoutWhatIsBetween() {
    UndecodableTime parts = new UndecodableTime();
    parts.begin("ac4");
    add(parts, 100, 110);
    parts.end();
    parts.begin("ac4");
    add(parts, 1000, 1010, 1020);
    parts.begin("mpegh_3d_audio");
    add(parts, 1030);
    parts.end();

    assertThat(parts.ticksByCodec()).isEqualTo(Map.of("ac4", 50L, "mpegh_3d_audio", 10L));
  }

  @Test
  void ticksByCodec_partThatCanBeDecoded_isNotThere() {
    UndecodableTime parts = new UndecodableTime();
    parts.begin("aac");
    parts.end();

    assertThat(parts.ticksByCodec()).isEmpty();
  }
}
