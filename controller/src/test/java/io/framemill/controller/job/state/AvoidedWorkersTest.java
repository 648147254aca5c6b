package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AvoidedWorkersTest {
  private final AvoidedWorkers avoidedWorkers = new AvoidedWorkers();

  @Test
  void of_aTaskThatFailedTwice_areBothWorkers() {
    avoidedWorkers.avoid("t", "w1");
    avoidedWorkers.avoid("t", "w2");

    assertThat(avoidedWorkers.of("t")).containsExactlyInAnyOrder("w1", "w2");
    assertThat(avoidedWorkers.of("other")).isEmpty();
  }

  @Test
  void pause_again_growsUpToSeconds() {
    assertThat(avoidedWorkers.pause("t", 1_000)).isEqualTo(1_200);
    assertThat(avoidedWorkers.isPaused("t", 1_199)).isTrue();
    assertThat(avoidedWorkers.isPaused("t", 1_200)).isFalse();
    assertThat(avoidedWorkers.pause("t", 2_000)).isEqualTo(2_400);
    for (int i = 0; i < 100; i++) {
      avoidedWorkers.pause("t", 0);
    }
    assertThat(avoidedWorkers.pause("t", 0)).isEqualTo(3_200);
  }
}
