package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadStatesTest {
  @Test
  void of_thisProcess_hasTheThreadThatAsks() {
    assertThat(ThreadStates.of(ProcessHandle.current().pid()).boxed())
        .hasSizeGreaterThan(1)
        .contains((int) ThreadStates.RUNNABLE);
  }

  @Test
  void of_noProcess_areNone() {
    assertThat(ThreadStates.of(Integer.MAX_VALUE)).isEmpty();
  }
}
