package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostTasksTest {
  private static final JobId JOB = new JobId("film");

  private final List<StoredTask> published = new ArrayList<>();
  private long now;
  private final LostTasks lost = new LostTasks(published::add, () -> now);

  @Test
  void look_queuedAndAllIdleForLong_publishesAgainAndThenWaitsAgain() {
    StoredTask queued = task("a").queued().published();
    Job job = job(queued, task("b"), task("c").queued(), task("d").queued().running("w", 1));
    lost.look(List.of(job), true);
    now += LostTasks.PATIENCE_NANOS - 1;
    lost.look(List.of(job), true);
    assertThat(published).isEmpty();
    now++;
    lost.look(List.of(job), true);
    lost.look(List.of(job), true);
    assertThat(published).containsExactly(queued);
  }

  @Test
  void look_busyOrHeardOf_waits() {
    Job job = job(task("a").queued().published());
    now += LostTasks.PATIENCE_NANOS;
    lost.look(List.of(job), false);
    now += LostTasks.PATIENCE_NANOS;
    lost.heard();
    lost.look(List.of(job), true);
    now += LostTasks.PATIENCE_NANOS;
    lost.look(List.of(job(task("b"))), true);
    lost.look(List.of(job), true);
    assertThat(published).isEmpty();
  }

  private static StoredTask task(String name) {
    return TaskBuilder.anInspection(JOB, name).position(name.charAt(0)).build();
  }

  private static Job job(StoredTask... tasks) {
    return new Job(JobBuilder.aJob(JOB.value()).running().build(), List.of(tasks), 0);
  }
}
