package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import org.junit.jupiter.api.Test;

class SoundEndTest {
  private static final int PACKET_MILLIS = 20;
  private static final int HOUR_MILLIS = 3_600_000;

  private final SoundEnd end = new SoundEnd(new Rational(1, 1000));

  @Test
  void orElse_packetsInARow_isTheEndOfTheLast() {
    addSecond(0);

    assertThat(end.orElse(-1)).isEqualTo(1_000);
  }

  @Test
  void orElse_oneWrongTimeAnywhere_isNotBelieved() {
    end.add(HOUR_MILLIS, PACKET_MILLIS);
    addSecond(0);
    end.add(HOUR_MILLIS / 2, PACKET_MILLIS);
    addSecond(1_000);
    end.add(HOUR_MILLIS, PACKET_MILLIS);

    assertThat(end.orElse(-1)).isEqualTo(2_000);
  }

  @Test
  void orElse_soundBehindALongHole_isBelievedOnceHalfASecondIsThere() {
    addSecond(0);
    for (int millis = 0; millis < 480; millis += PACKET_MILLIS) {
      end.add(HOUR_MILLIS + millis, PACKET_MILLIS);
    }
    assertThat(end.orElse(-1)).isEqualTo(1_000);

    end.add(HOUR_MILLIS + 480, PACKET_MILLIS);

    assertThat(end.orElse(-1)).isEqualTo(HOUR_MILLIS + 500);
  }

  @Test
  void orElse_onePacketBehindAShortHole_isBelieved() {
    addSecond(0);
    end.add(9_000, PACKET_MILLIS);

    assertThat(end.orElse(-1)).isEqualTo(9_020);
  }

  @Test
  void orElse_oneLongPacketBehindALongHole_isNotBelieved() {
    addSecond(0);
    end.add(HOUR_MILLIS, 10_000);

    assertThat(end.orElse(-1)).isEqualTo(1_000);
  }

  @Test
  void orElse_nothingIsConfirmed_isTheOtherTime() {
    end.add(0, PACKET_MILLIS);

    assertThat(end.orElse(42)).isEqualTo(42);
  }

  private void addSecond(long startMillis) {
    for (int millis = 0; millis < 1_000; millis += PACKET_MILLIS) {
      end.add(startMillis + millis, PACKET_MILLIS);
    }
  }
}
