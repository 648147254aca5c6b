package io.framemill.cli.view;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.http.FakeJobs;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class JobFollowerTest {
  private static final JobId A = new JobId("a");
  private static final JobId B = new JobId("b");

  private final FakeJobs jobs = new FakeJobs();
  private final List<JobEvent> shown = new CopyOnWriteArrayList<>();

  @Test
  void await_severalJobs_returnsWhenTheLastHasEnded() throws Exception {
    jobs.tell(anEvent(1, Kind.ACCEPTED, aJob("a", JobState.RUNNING)));
    jobs.tell(anEvent(1, Kind.ACCEPTED, aJob("b", JobState.RUNNING)));
    try (JobFollower follower = follower(A, B)) {
      CompletableFuture<Map<JobId, JobState>> ends =
          CompletableFuture.supplyAsync(() -> endsOf(follower));

      jobs.tell(anEvent(2, Kind.FAILED, aJob("b", JobState.FAILED)));
      assertThat(ends).isNotDone();
      jobs.tell(anEvent(2, Kind.DONE, aJob("a", JobState.DONE)));

      assertThat(ends.get()).isEqualTo(Map.of(A, JobState.DONE, B, JobState.FAILED));
      assertThat(shown).hasSize(4);
    }
    assertThat(jobs.watchers()).isZero();
  }

  @Test
  void await_endInTheMiddleOfTheStory_goesOn() throws Exception {
    jobs.tell(anEvent(1, Kind.FAILED, aJob("a", JobState.FAILED)));
    jobs.tell(anEvent(2, Kind.ACCEPTED, aJob("a", JobState.RUNNING)));
    try (JobFollower follower = follower(A)) {
      CompletableFuture<Map<JobId, JobState>> ends =
          CompletableFuture.supplyAsync(() -> endsOf(follower));

      await().until(() -> jobs.statusCalls() > 0);
      assertThat(ends).isNotDone();
      jobs.tell(anEvent(3, Kind.DONE, aJob("a", JobState.DONE)));

      assertThat(ends.get()).isEqualTo(Map.of(A, JobState.DONE));
    }
  }

  @Test
  void await_storySaysNothingOfTheEnd_takesTheJobsState() {
    jobs.tell(anEvent(1, Kind.ACCEPTED, aJob("a", JobState.RUNNING)));
    jobs.tell(anEvent(1, Kind.ACCEPTED, aJob("b", JobState.RUNNING)));
    try (JobFollower follower = new JobFollower(jobs, new Shown(), 1)) {
      follower.follow(A);
      follower.follow(B);

      jobs.put(aJob("a", JobState.FAILED));
      jobs.put(aJob("b", JobState.DONE));

      assertThat(endsOf(follower)).isEqualTo(Map.of(A, JobState.FAILED, B, JobState.DONE));
      assertThat(shown).extracting(JobEvent::kind).endsWith(Kind.FAILED, Kind.DONE);
      assertThat(shown).extracting(JobEvent::message).contains("No video in it");
    }
  }

  private JobFollower follower(JobId... ids) {
    JobFollower follower = new JobFollower(jobs, new Shown());
    List.of(ids).forEach(follower::follow);
    return follower;
  }

  private static Map<JobId, JobState> endsOf(JobFollower follower) {
    try {
      return follower.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Shown implements JobView {
    @Override
    public void show(JobEvent event) {
      shown.add(event);
    }

    @Override
    public void note(String text) {}
  }
}
