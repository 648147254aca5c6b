package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressMeterTest {
  private final ProgressMeter meter = new ProgressMeter();

  @Test
  void rates_oneSample_areUnknown() {
    meter.sample(0, 10, 10, 10);
    assertThat(meter.framesPerSecond()).isZero();
    assertThat(meter.speed()).isZero();
    assertThat(meter.costPerMilli()).isZero();
  }

  @Test
  void rates_twoSamples_areTheirDifferenceOverTime() {
    meter.sample(1_000, 0, 0, 0);
    meter.sample(3_000, 100, 4_000, 6);
    assertThat(meter.framesPerSecond()).isEqualTo(50);
    assertThat(meter.speed()).isEqualTo(2);
    assertThat(meter.costPerMilli()).isEqualTo(0.003);
  }

  @Test
  void rates_afterALongTime_forgetTheBeginning() {
    meter.sample(0, 0, 0, 0);
    meter.sample(1_000, 1_000, 0, 0);
    for (long at = 2_000; at <= 20_000; at += 1_000) {
      meter.sample(at, 1_000 + at / 100, 0, 0);
    }
    assertThat(meter.framesPerSecond()).isEqualTo(10);
  }

  @Test
  void rates_workLostWithAWorker_areNeverNegative() {
    meter.sample(0, 100, 100, 100);
    meter.sample(1_000, 50, 50, 50);
    assertThat(meter.framesPerSecond()).isZero();
  }
}
