package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotWatchTest {
  private static final long MIB = 1 << 20;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private long nanos;
  private OptionalLong held = OptionalLong.of(MIB);
  private final SlotWatch watch =
      new SlotWatch(new SlotLimits(Duration.ofSeconds(60), 100 * MIB), () -> held, () -> nanos);

  @Test
  void pause_usualLimit_isASecond() {
    assertThat(watch.pause()).isEqualTo(SECOND);
  }

  @Test
  void pause_shortLimit_isATenthOfIt() {
    SlotLimits limits = new SlotLimits(Duration.ofMillis(500), MIB);

    assertThat(new SlotWatch(limits, () -> held, () -> nanos).pause())
        .isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void complaint_silentForTheLimit_saysSo() {
    waitInSilence(59);
    assertThat(watch.complaint(true)).isEmpty();
    waitInSilence(59);

    assertThat(watch.complaint(false)).contains("slot was ended: no progress for 60.0 s");
  }

  @Test
  void complaint_supervisorStoodStillForAnHour_doesNotBlameTheSlot() {
    nanos += Duration.ofHours(1).toNanos();

    assertThat(watch.complaint(false)).isEmpty();
  }

  @Test
  void complaint_overMemory_saysHowMuchAtTheNextCheck() {
    held = OptionalLong.of(101 * MIB);
    assertThat(watch.complaint(true)).isEmpty();
    nanos += SECOND.toNanos();

    assertThat(watch.complaint(true))
        .contains("slot was ended: it held 101 MiB of memory, the limit is 100 MiB");
  }

  @Test
  void complaint_memoryUnknown_isNone() {
    held = OptionalLong.empty();
    nanos += SECOND.toNanos();

    assertThat(watch.complaint(true)).isEmpty();
  }

  private void waitInSilence(int seconds) {
    for (int i = 0; i < seconds; i++) {
      assertThat(watch.complaint(false)).isEmpty();
    }
  }
}
