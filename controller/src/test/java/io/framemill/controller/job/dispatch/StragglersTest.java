package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import io.framemill.protocol.TaskResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class StragglersTest {
  private static final long START = 1_000_000;

  @Test
  void pace_threeDone_isTheMedianOfMillisForEachEstimatedSecond() {
    assertThat(Stragglers.pace(List.of(done(2, 1_000), done(2, 60_000), done(1, 700))))
        .hasValue(700);
  }

  @Test
  void pace_oneDone_saysNothing() {
    assertThat(Stragglers.pace(List.of(done(2, 1_000), task(2).queued().running("w", START))))
        .isEmpty();
  }

  @Test
  void isLate_fromFourTimesWhatIsUsual() {
    assertThat(Stragglers.isLate(15_999, 2, 2_000)).isFalse();
    assertThat(Stragglers.isLate(16_000, 2, 2_000)).isTrue();
  }

  @Test
  void isLate_shortTask_notBeforeFiveSeconds() {
    assertThat(Stragglers.isLate(4_999, 0.2, 100)).isFalse();
    assertThat(Stragglers.isLate(5_000, 0.2, 100)).isTrue();
  }

  private static StoredTask done(double costSeconds, long tookMillis) {
    return task(costSeconds)
        .queued()
        .running("w", START)
        .done("w", START + tookMillis, new TaskResult.Inspected(Media.song()));
  }

  private static StoredTask task(double costSeconds) {
    return TaskBuilder.anInspection(new JobId("j"), "t").costSeconds(costSeconds).build();
  }
}
