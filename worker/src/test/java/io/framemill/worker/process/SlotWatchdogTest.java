package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.limits.SourceLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotWatchdogTest {
  private static final long MIB = 1 << 20;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final SlotLimits LIMITS =
      new SlotLimits(
          Duration.ofSeconds(60), Duration.ofHours(2), 100 * MIB, 200 * MIB, SourceLimits.DEFAULT);

  private long nanos;
  private Optional<Duration> cpuTime = Optional.of(Duration.ofSeconds(500));
  private OptionalLong held = OptionalLong.of(MIB);
  private OptionalLong written = OptionalLong.of(900 * MIB);
  private final ProcessUsage usage =
      new ProcessUsage() {
        @Override
        public OptionalLong residentBytes() {
          return held;
        }

        @Override
        public OptionalLong writtenBytes() {
          return written;
        }

        @Override
        public Optional<Duration> cpuTime() {
          return cpuTime;
        }
      };
  private final SlotWatchdog watch = new SlotWatchdog(LIMITS, usage, () -> nanos, true, true);

  @Test
  void pause_usualLimit_isASecond() {
    assertThat(watch.pause()).isEqualTo(SECOND);
  }

  @Test
  void pause_shortLimit_isATenthOfIt() {
    SlotLimits limits = new SlotLimits(Duration.ofMillis(500), MIB);

    assertThat(new SlotWatchdog(limits, usage, () -> nanos, true, true).pause())
        .isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void complaint_silentForTheLimit_saysSo() {
    waitInSilence(59);
    assertThat(watch.complaint(true)).isEmpty();
    waitInSilence(59);

    assertThat(watch.complaint(false))
        .contains(new SlotOutcome.Died("slot was ended: no progress for 60.0 s"));
  }

  @Test
  void complaint_inspectionComputesInHalfOfTheSilence_isTheSourcesFault() {
    compute(100);
    assertThat(watch.complaint(true)).isEmpty();
    waitInSilence(59);
    compute(30);

    assertThat(watch.complaint(false))
        .contains(
            new SlotOutcome.Died(
                FailureKind.BAD_INPUT,
                "slot was ended: its inspection computed for 30.0 s in 60.0 s without progress: the"
                    + " source asks for too much, such as more tags than any film has"));
  }

  @Test
  void complaint_inspectionWaitsForAProcessorOrADisk_isTriedAgain() {
    compute(100);
    assertThat(watch.complaint(true)).isEmpty();
    waitInSilence(59);
    compute(29);

    assertThat(watch.complaint(false))
        .contains(new SlotOutcome.Died("slot was ended: no progress for 60.0 s"));
  }

  @Test
  void complaint_slotComputesBeforeItsFirstWord_isTriedAgain() {
    SlotWatchdog starting = new SlotWatchdog(LIMITS, usage, () -> nanos, true, false);
    for (int second = 0; second < 59; second++) {
      compute(1);
      assertThat(starting.complaint(false)).isEmpty();
    }

    assertThat(starting.complaint(false).orElseThrow().kind()).isEqualTo(FailureKind.INTERNAL);
  }

  @Test
  void complaint_inspectionComputesAfterItsSlotsFirstWord_isTheSourcesFault() {
    SlotWatchdog starting = new SlotWatchdog(LIMITS, usage, () -> nanos, true, false);
    assertThat(starting.complaint(true)).isEmpty();
    for (int second = 0; second < 59; second++) {
      compute(1);
      assertThat(starting.complaint(false)).isEmpty();
    }

    assertThat(starting.complaint(false).orElseThrow().kind()).isEqualTo(FailureKind.BAD_INPUT);
  }

  @Test
  void complaint_cpuTimeUnknown_isTriedAgain() {
    cpuTime = Optional.empty();
    waitInSilence(59);

    assertThat(watch.complaint(false).orElseThrow().kind()).isEqualTo(FailureKind.INTERNAL);
  }

  @Test
  void complaint_encoderComputesInSilence_isTriedAgain() {
    SlotWatchdog encoding = new SlotWatchdog(LIMITS, usage, () -> nanos, false, true);
    for (int second = 0; second < 59; second++) {
      compute(1);
      assertThat(encoding.complaint(false)).isEmpty();
    }

    assertThat(encoding.complaint(false))
        .contains(new SlotOutcome.Died("slot was ended: no progress for 60.0 s"));
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
        .contains(
            new SlotOutcome.Died(
                "slot was ended: it held 101 MiB of memory, the limit is 100 MiB (--slot-memory)"));
  }

  @Test
  void complaint_taskWroteTooMuch_isTheSourcesFaultAndCountsFromItsStart() {
    written = OptionalLong.of(1100 * MIB);
    nanos += SECOND.toNanos();
    assertThat(watch.complaint(true)).isEmpty();
    written = OptionalLong.of(1101 * MIB);
    nanos += SECOND.toNanos();

    assertThat(watch.complaint(true))
        .contains(
            new SlotOutcome.Died(
                FailureKind.BAD_INPUT,
                "slot was ended: its task wrote 201 MiB, the limit is 200 MiB (--task-output)"));
  }

  @Test
  void complaint_taskRunsTooLong_saysSoHoweverOftenItSpeaks() {
    for (int second = 0; second < 7199; second++) {
      nanos += SECOND.toNanos();
      assertThat(watch.complaint(true)).isEmpty();
    }
    nanos += SECOND.toNanos();

    assertThat(watch.complaint(true))
        .contains(
            new SlotOutcome.Died("slot was ended: its task ran for 2 h, the limit (--task-time)"));
  }

  @Test
  void complaint_usageUnknown_isNone() {
    held = OptionalLong.empty();
    written = OptionalLong.empty();
    nanos += SECOND.toNanos();

    assertThat(watch.complaint(true)).isEmpty();
  }

  private void compute(int seconds) {
    cpuTime = cpuTime.map(before -> before.plusSeconds(seconds));
  }

  private void waitInSilence(int seconds) {
    for (int i = 0; i < seconds; i++) {
      assertThat(watch.complaint(false)).isEmpty();
    }
  }
}
