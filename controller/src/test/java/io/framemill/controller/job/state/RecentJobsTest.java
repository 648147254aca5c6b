package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.Media;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.store.JobSummary;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentJobsTest {
  private static final int HALF = RecentJobs.KEPT_TASKS / 2;

  private final RecentJobs recentJobs = new RecentJobs();

  @Test
  void tidy_manyTasks_forgetsThoseOfTheOldestJobs() {
    List<Job> jobs = List.of(job("a", HALF), job("b", HALF), job("c", HALF));
    jobs.forEach(recentJobs::add);
    recentJobs.tidy();
    assertThat(jobs).extracting(Job::isShelved).containsExactly(true, false, false);
    assertThat(jobs).extracting(job -> job.tasks().size()).containsExactly(0, HALF, HALF);
  }

  @Test
  void tidy_oneLargeJob_keepsItWhileItIsTheNewest() {
    Job large = job("large", 3 * HALF);
    recentJobs.add(large);
    recentJobs.tidy();
    assertThat(large.isShelved()).isFalse();
    recentJobs.add(job("small", 1));
    recentJobs.tidy();
    assertThat(large.isShelved()).isTrue();
  }

  @Test
  void tidy_jobThatGoesOnAgain_leavesItAlone() {
    Job retried = job("a", 3 * HALF);
    recentJobs.add(retried);
    recentJobs.remove(retried);
    recentJobs.add(job("b", 3 * HALF));
    recentJobs.tidy();
    assertThat(retried.isShelved()).isFalse();
  }

  @Test
  void shelve_keepsTheStatusAndTheLastAttempt() {
    Job job = job("a", 3);
    job.put(job.tasks().iterator().next().again(1, 0, 0));
    JobSummary summary = JobStatusBuilder.summary(job, JobState.FAILED);
    job.replace(job.row().ended(JobState.FAILED, "why", 9, summary));
    JobStatus before = JobStatusBuilder.of(job, JobState.FAILED, "out");
    job.shelve();
    assertThat(JobStatusBuilder.of(job, JobState.FAILED, "out")).isEqualTo(before);
    assertThat(before.tasks()).isEqualTo(3);
    assertThat(job.lastAttempt()).isEqualTo(2);
    assertThat(job.wasPlanned()).isTrue();
    assertThat(job.row().media()).isNull();
  }

  @Test
  void restore_bringsAllBack() {
    Job job = job("a", 3);
    StoredJob row = job.row();
    List<StoredTask> tasks = List.copyOf(job.tasks());
    job.shelve();
    job.restore(row, tasks);
    assertThat(job.tasks()).containsExactlyElementsOf(tasks);
    assertThat(job.row()).isEqualTo(row);
    assertThat(job.isShelved()).isFalse();
  }

  private static Job job(String name, int tasks) {
    StoredJob row = JobBuilder.aJob(name).running(Media.film(10, 640, 360, 2)).build();
    return new Job(
        row,
        IntStream.range(0, tasks)
            .mapToObj(i -> TaskBuilder.anInspection(row.id(), "t" + i).position(i).build())
            .toList(),
        0);
  }
}
