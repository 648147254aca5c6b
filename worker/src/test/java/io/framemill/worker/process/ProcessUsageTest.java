package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessUsageTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void cpuTime_processComputes_grows() {
    ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());
    Duration before = usage.cpuTime().orElseThrow();

    Duration end = before.plusMillis(50);
    while (usage.cpuTime().orElseThrow().compareTo(end) < 0) {
      Thread.onSpinWait();
    }

    assertThat(usage.cpuTime()).hasValueSatisfying(now -> assertThat(now).isGreaterThan(before));
  }

  @Test
  void cpuTime_processWaits_isLittle() throws Exception {
    Process waiting = new ProcessBuilder("cat").start();
    try {
      assertThat(ProcessUsage.of(waiting.pid()).cpuTime())
          .hasValueSatisfying(time -> assertThat(time).isLessThan(SECOND));
    } finally {
      waiting.destroyForcibly();
    }
  }

  @Test
  void cpuTime_noProcess_isEmpty() {
    assertThat(ProcessUsage.of(Integer.MAX_VALUE).cpuTime()).isEmpty();
  }
}
