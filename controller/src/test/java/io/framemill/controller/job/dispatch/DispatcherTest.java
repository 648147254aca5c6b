package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.Media;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final long NOW = 1_000;

  @Test
  void next_higherPriority_comesFirst() {
    assertThat(order(List.of(job("low", 10, 2), job("high", 60, 2)), 3))
        .containsExactly("high/t0", "high/t1", "low/t0");
  }

  @Test
  void next_equalPriority_sharesFairly() {
    assertThat(order(List.of(job("a", 50, 3), job("b", 50, 3)), 5))
        .containsExactly("a/t0", "b/t0", "a/t1", "b/t1", "a/t2");
  }

  @Test
  void next_taskThatHasToWait_isPassedOver() {
    Job job = job("a", 50, 2);
    job.put(Optional.ofNullable(job.task("t0")).orElseThrow().again(1, 0, NOW + 1));
    assertThat(order(List.of(job), 2)).containsExactly("a/t1");
    assertThat(Dispatcher.next(List.of(job), NOW + 1)).isPresent();
  }

  @Test
  void next_clockHasGoneBackByAnHour_doesNotWaitForIt() {
    Job job = job("a", 50, 1);
    job.put(Optional.ofNullable(job.task("t0")).orElseThrow().again(1, 0, NOW + 3_600_000));
    assertThat(Dispatcher.next(List.of(job), NOW)).isPresent();
  }

  @Test
  void next_taskOfALaterStage_waitsUntilAllBeforeItAreDone() {
    Job job = job("a", 50, 2);
    job.put(StoredTask.planned(mux(), 2, 1, 1));
    assertThat(order(List.of(job), 3)).containsExactly("a/t0", "a/t1");

    job.put(done(job, "t1"));
    assertThat(Dispatcher.next(List.of(job), NOW)).isEmpty();
    job.put(done(job, "t0").again(0, 1, 0));
    assertThat(order(List.of(job), 1)).containsExactly("a/t0");
    job.put(done(job, "t0"));
    assertThat(order(List.of(job), 1)).containsExactly("a/mux-360p");
  }

  private static StoredTask done(Job job, String name) {
    TaskResult result = new TaskResult.Inspected(Media.song());
    return Optional.ofNullable(job.task(name)).orElseThrow().done("w", NOW, result);
  }

  private static Task.Mux mux() {
    return new Task.Mux(
        new Attempt(new JobId("a"), "mux-360p", 1),
        "a",
        "a",
        "a-360p.mp4",
        new Timeline(Media.TIME_BASE, 0, 12_800, 4_000),
        new VideoRendition("360p", 640, 360, Media.encode(360)),
        null);
  }

  @Test
  void outstanding_followsTheTasks() {
    Job job = job("a", 50, 2);
    StoredTask queued = Optional.ofNullable(job.task("t0")).orElseThrow().queued();
    job.put(queued);
    assertThat(job.outstanding()).isEqualTo(1);
    job.put(queued.running("w", NOW));
    assertThat(job.outstanding()).isEqualTo(1);
    job.put(queued.again(1, 0, 0));
    assertThat(job.outstanding()).isZero();
  }

  private static List<String> order(List<Job> jobs, int count) {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Dispatcher.next(jobs, NOW)
          .ifPresent(
              task -> {
                jobs.stream()
                    .filter(job -> job.id().equals(task.attempt().job()))
                    .forEach(job -> job.put(task.queued()));
                order.add(task.attempt().job() + "/" + task.name());
              });
    }
    return order;
  }

  private static Job job(String id, int priority, int tasks) {
    StoredJob row = JobBuilder.aJob(id).running().priority(priority).build();
    return new Job(
        row,
        IntStream.range(0, tasks)
            .mapToObj(i -> TaskBuilder.anInspection(row.id(), "t" + i).position(i).build())
            .toList(),
        0);
  }
}
