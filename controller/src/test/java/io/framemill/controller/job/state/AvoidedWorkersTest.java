package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AvoidedWorkersTest {
  private final AvoidedWorkers detours = new AvoidedWorkers();

  @Test
  void of_aTaskThatFailedTwice_areBothWorkers() {
    detours.avoid("t", "w1");
    detours.avoid("t", "w2");

    assertThat(detours.of("t")).containsExactlyInAnyOrder("w1", "w2");
    assertThat(detours.of("other")).isEmpty();
  }

  @Test
  void pause_again_growsUpToSeconds() {
    assertThat(detours.pause("t", 1_000)).isEqualTo(1_200);
    assertThat(detours.isPaused("t", 1_199)).isTrue();
    assertThat(detours.isPaused("t", 1_200)).isFalse();
    assertThat(detours.pause("t", 2_000)).isEqualTo(2_400);
    for (int i = 0; i < 100; i++) {
      detours.pause("t", 0);
    }
    assertThat(detours.pause("t", 0)).isEqualTo(3_200);
  }
}
