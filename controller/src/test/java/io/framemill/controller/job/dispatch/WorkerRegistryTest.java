package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.Progress.WorkerAlive;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.WorkerStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerRegistryTest {
  private final WorkerRegistry workerRegistry = new WorkerRegistry(Duration.ofSeconds(15));

  @Test
  void statuses_workersOfTwoHosts_areSortedByHost() {
    workerRegistry.seen(alive("b-1", "b", 2, 0), 1_000);
    workerRegistry.seen(alive("a-7", "a", 4, 3), 2_000);

    assertThat(workerRegistry.statuses())
        .containsExactly(
            new WorkerStatus("a-7", "a", "0.1.0", 4, 3, WorkerState.WORKING, null, 0, 2_000),
            new WorkerStatus("b-1", "b", "0.1.0", 2, 0, WorkerState.WORKING, null, 0, 1_000));
    assertThat(workerRegistry.slots()).isEqualTo(6);
  }

  @Test
  void progress_severalTasksAtATime_addsUpToASpeed() {
    workerRegistry.seen(alive("a-7", "a", 2, 2), 0);
    for (int quarter = 1; quarter <= 20; quarter++) {
      workerRegistry.progress(progress("video-0001", 5 * quarter));
      workerRegistry.progress(progress("video-0002", 10 * quarter));
    }
    workerRegistry.seen(alive("a-7", "a", 2, 2), 5_000);

    assertThat(workerRegistry.statuses().get(0).framesPerSecond()).isEqualTo(300 / 5.0);
  }

  @Test
  void progress_moreTasksThanSlotsOneAfterTheOther_countsEachOnce() {
    workerRegistry.seen(alive("a-7", "a", 1, 1), 0);
    for (int task = 1; task <= 1_000; task++) {
      workerRegistry.progress(progress("video-" + task, 2));
      workerRegistry.progress(progress("video-" + task, 5));
    }
    workerRegistry.seen(alive("a-7", "a", 1, 1), 5_000);

    assertThat(workerRegistry.statuses().get(0).framesPerSecond()).isEqualTo(1_000);
  }

  @Test
  void progress_unknownWorker_isPassedOver() {
    workerRegistry.progress(progress("video-0001", 100));

    assertThat(workerRegistry.statuses()).isEmpty();
  }

  @Test
  void isIdle_onlyWithWorkersThatAreAllIdle() {
    assertThat(workerRegistry.isIdle()).isFalse();
    workerRegistry.seen(alive("a-7", "a", 4, 0), 1_000);
    assertThat(workerRegistry.isIdle()).isTrue();
    workerRegistry.seen(alive("b-1", "b", 2, 1), 1_000);
    assertThat(workerRegistry.isIdle()).isFalse();
  }

  @Test
  void expire_clockHasGoneBackByAnHour_forgetsTheSilentInTime() {
    workerRegistry.seen(alive("a-7", "a", 4, 3), 3_601_000);
    workerRegistry.seen(alive("b-1", "b", 2, 1), 1_000);

    workerRegistry.expire(1_000);
    assertThat(workerRegistry.statuses()).hasSize(2);

    workerRegistry.expire(16_001);
    assertThat(workerRegistry.statuses()).isEmpty();
  }

  @Test
  void expire_silentForTooLong_isForgotten() {
    workerRegistry.seen(alive("a-7", "a", 4, 3), 1_000);

    workerRegistry.expire(16_000);
    assertThat(workerRegistry.statuses()).hasSize(1);

    workerRegistry.expire(16_001);
    assertThat(workerRegistry.statuses()).isEmpty();
    assertThat(workerRegistry.slots()).isZero();
  }

  @Test
  void slots_announcedAnew_countOnceAndOnlyWhileTasksAreTaken() {
    workerRegistry.seen(alive("a-7", "a", 4, 3), 1_000);
    workerRegistry.seen(alive("b-7", "b", 2, 0), 1_000);
    workerRegistry.seen(alive("a-7", "a", 8, 0), 2_000);
    assertThat(workerRegistry.slots()).isEqualTo(10);
    assertThat(workerRegistry.isIdle()).isTrue();

    workerRegistry.seen(
        new WorkerAlive("b-7", "b", "0.1.0", 2, 1, WorkerState.DRAINING, null, List.of()), 3_000);
    assertThat(workerRegistry.slots()).isEqualTo(8);
    assertThat(workerRegistry.isIdle()).isFalse();
  }

  @Test
  void expire_oneThatWasHeardOfSince_stays() {
    workerRegistry.seen(alive("a-7", "a", 4, 3), 1_000);
    workerRegistry.seen(alive("b-7", "b", 2, 1), 2_000);
    workerRegistry.seen(alive("a-7", "a", 4, 3), 9_000);

    workerRegistry.expire(17_001);

    assertThat(workerRegistry.statuses()).extracting(WorkerStatus::worker).containsExactly("a-7");
    assertThat(workerRegistry.slots()).isEqualTo(4);
  }

  private static WorkerAlive alive(String worker, String host, int slots, int busySlots) {
    return new WorkerAlive(
        worker, host, "0.1.0", slots, busySlots, WorkerState.WORKING, null, List.of());
  }

  private static TaskProgress progress(String task, long frames) {
    return new TaskProgress(new Attempt(new JobId("job"), task, 1), "a-7", frames, 0);
  }
}
