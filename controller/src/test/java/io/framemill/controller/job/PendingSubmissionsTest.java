package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.api.Submission;
import io.framemill.protocol.JobId;
import org.junit.jupiter.api.Test;

class PendingSubmissionsTest {
  private static final JobId JOB = new JobId("film-abc");

  private final PendingSubmissions pendings = new PendingSubmissions();
  private final PendingSubmission one = pending();
  private final PendingSubmission other = pending();

  @Test
  void gaveUp_theOnlyOne_jobHasToGoHoweverOftenItIsAsked() {
    pendings.add(JOB);
    pendings.waitsFor(JOB, one);

    assertThat(pendings.gaveUp(JOB, one)).isTrue();
    assertThat(pendings.gaveUp(JOB, one)).as("applied again").isTrue();
    pendings.remove(JOB);
    assertThat(pendings.gaveUp(JOB, one)).isFalse();
  }

  @Test
  void gaveUp_anotherWithTheSameKeyWaits_jobStaysUntilThatGivesUpToo() {
    pendings.add(JOB);
    pendings.waitsFor(JOB, one);
    pendings.waitsFor(JOB, other);

    assertThat(pendings.gaveUp(JOB, one)).isFalse();
    assertThat(pendings.gaveUp(JOB, other)).isTrue();
  }

  @Test
  void gaveUp_anotherWasTold_jobStays() {
    pendings.add(JOB);
    pendings.waitsFor(JOB, one);
    pendings.waitsFor(JOB, other);
    other.become(JOB);
    pendings.answered(other);

    assertThat(pendings.gaveUp(JOB, one)).isFalse();
  }

  private static PendingSubmission pending() {
    return new PendingSubmission(
        new Submission("a.mp4", "a.mp4", Media.profile(360), 50, null, "key"), "digest");
  }
}
