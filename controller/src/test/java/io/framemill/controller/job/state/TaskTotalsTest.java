package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TaskTotalsTest {
  private final TaskTotals tally = new TaskTotals();

  @Test
  void add_filmWithSound_isLedByItsPicture() {
    List<StoredTask> tasks = tasks();
    tasks.forEach(tally::add);
    StoredTask chunk = chunk(tasks);
    assertThat(tally.tasks()).isEqualTo(tasks.size());
    assertThat(tally.done()).isZero();
    assertThat(tally.hasPicture()).isTrue();
    assertThat(tally.leadingTasks()).isEqualTo(tasks.size() - 1);

    tally.remove(chunk);
    tally.add(done(chunk));
    assertThat(tally.done()).isEqualTo(1);
    assertThat(tally.frames()).isEqualTo(chunk.mediaMillis() * 25 / 1000);
    assertThat(tally.leadingMillis()).isEqualTo(chunk.mediaMillis());
    assertThat(tally.costDone()).isEqualTo(chunk.costSeconds());
  }

  @Test
  void add_tasksThatShareAChunk_countItsPicturesOnce() {
    List<StoredTask> parts =
        tasks(Media.film(4, 1920, 1080, 4), Media.profile(1080, 720), 2).stream()
            .filter(task -> task.task() instanceof EncodeVideo)
            .toList();
    parts.stream().map(TaskTotalsTest::done).forEach(tally::add);
    assertThat(parts).hasSize(2);
    assertThat(tally.leadingTasks()).isEqualTo(1);
    assertThat(tally.frames()).isEqualTo(100);
    assertThat(tally.leadingMillis()).isEqualTo(4_000);
    assertThat(tally.done()).isEqualTo(2);
  }

  @Test
  void remove_allOfIt_leavesNothing() {
    List<StoredTask> done = tasks().stream().map(TaskTotalsTest::done).toList();
    done.forEach(tally::add);
    done.forEach(tally::remove);
    assertThat(tally.tasks() + tally.done() + tally.leadingTasks()).isZero();
    assertThat(tally.frames() + tally.leadingMillis()).isZero();
    assertThat(tally.cost() + tally.costDone()).isCloseTo(0, Offset.offset(1e-9));
  }

  private static StoredTask done(StoredTask task) {
    return task.task() instanceof EncodeVideo video
        ? task.queued().running("w", 1).done("w", 2, Encoded.perfect(video))
        : task.queued()
            .running("w", 1)
            .done("w", 2, Encoded.perfect((Task.EncodeAudio) task.task()));
  }

  private static StoredTask chunk(List<StoredTask> tasks) {
    return tasks.stream()
        .filter(task -> task.task() instanceof EncodeVideo)
        .findFirst()
        .orElseThrow();
  }

  private static List<StoredTask> tasks() {
    return tasks(Media.film(24, 640, 360, 2), Media.profile(360), 4);
  }

  private static List<StoredTask> tasks(MediaInfo media, Profile profile, int slots) {
    return new Planner(new JobId("film"), "in/film.mp4", "film")
        .plan(media, profile, slots).tasks().stream()
            .map(
                planned ->
                    StoredTask.planned(
                        planned.task(), 1, planned.costSeconds(), planned.mediaMillis()))
            .toList();
  }
}
