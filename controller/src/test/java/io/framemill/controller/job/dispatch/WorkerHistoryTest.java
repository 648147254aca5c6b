package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerHistoryTest {
  private final WorkerHistory history = new WorkerHistory();
  private long now;

  @Test
  void verdict_fiveOfSixFailWhileOthersSucceed_saysSoOnce() {
    completed("a", "bad");
    failures("bad", 4);
    completed("b", "good");
    assertThat(history.verdict("bad", false)).isEmpty();

    failed("last", "bad");

    assertThat(history.verdict("bad", false))
        .contains("5 of its last 6 tasks failed while others succeeded");
    assertThat(history.verdict("bad", false)).as("once said, all is forgotten").isEmpty();
    assertThat(history.verdict("good", false)).isEmpty();
  }

  @Test
  void verdict_nobodyElseSucceededSince_isNone() {
    completed("a", "other");
    failures("bad", 6);

    assertThat(history.verdict("bad", false)).isEmpty();
  }

  @Test
  void verdict_reportsTwice_countOnce() {
    completed("a", "good");
    for (int i = 0; i < 6; i++) {
      failed("same", "bad");
    }
    completed("b", "good");

    assertThat(history.verdict("bad", false)).isEmpty();
  }

  @Test
  void verdict_tasksThatFailElsewhereToo_areHeldAgainstNobody() {
    failures("bad", 5);
    completed("z", "good");
    for (int i = 0; i < 5; i++) {
      failed("t" + i, "second");
    }

    assertThat(history.verdict("bad", false)).isEmpty();
    assertThat(history.verdict("second", false)).isEmpty();
  }

  @Test
  void verdict_tasksThatFailedElsewhereTooAndThenSucceeded_areHeldAgainstBoth() {
    failures("bad", 5);
    for (int i = 0; i < 5; i++) {
      failed("t" + i, "second");
    }
    for (int i = 0; i < 5; i++) {
      assertThat(completed("t" + i, "good")).containsExactly("bad", "second");
    }

    assertThat(history.verdict("bad", false)).isPresent();
    assertThat(history.verdict("second", false)).isPresent();
  }

  @Test
  void verdict_onProbation_oneFailureIsEnough() {
    failed("a", "bad");
    completed("b", "good");

    assertThat(history.verdict("bad", false)).isEmpty();
    assertThat(history.verdict("bad", true))
        .contains("its first task after the quarantine failed, too");
  }

  private void failures(String worker, int count) {
    for (int i = 0; i < count; i++) {
      failed("t" + i, worker);
    }
  }

  private void failed(String task, String worker) {
    history.failed(new Attempt(new JobId("j"), task, worker.length()), worker, ++now);
  }

  private Set<String> completed(String task, String worker) {
    return history.completed(new Attempt(new JobId("j"), task, 9), worker, ++now);
  }
}
