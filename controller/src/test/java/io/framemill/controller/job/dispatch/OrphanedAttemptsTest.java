package io.framemill.controller.job.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Progress;
import io.framemill.protocol.WorkerState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrphanedAttemptsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Attempt FIRST = new Attempt(new JobId("film"), "audio-0000", 1);
  private static final Attempt SECOND = new Attempt(new JobId("film"), "audio-0001", 1);

  private long nanos;
  private final OrphanedAttempts orphans = new OrphanedAttempts(TIMEOUT, () -> nanos);

  @Test
  void takeLost_silentForTheTimeout_isLostOnce() {
    orphans.add(FIRST);
    pass(TIMEOUT.minusNanos(1));
    assertThat(orphans.takeLost()).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(orphans.takeLost()).containsExactly(FIRST);
    assertThat(orphans.takeLost()).isEmpty();
  }

  @Test
  void takeLost_itsProgressIsHeard_isWaitedForHoweverLong() {
    orphans.add(FIRST);
    orphans.add(SECOND);
    for (int i = 0; i < 3; i++) {
      pass(TIMEOUT.minusSeconds(1));
      orphans.heard(new Progress.TaskProgress(FIRST, "w1", i, i));
    }
    assertThat(orphans.takeLost()).containsExactly(SECOND);
  }

  @Test
  void takeLost_itsWorkerHoldsIt_isWaitedForAndOthersAreNot() {
    orphans.add(FIRST);
    orphans.add(SECOND);
    pass(TIMEOUT.minusSeconds(1));
    orphans.heard(alive(FIRST));
    pass(TIMEOUT.minusSeconds(1));
    assertThat(orphans.takeLost()).containsExactly(SECOND);
    pass(Duration.ofSeconds(1));
    assertThat(orphans.takeLost()).containsExactly(FIRST);
  }

  @Test
  void takeLost_controllerDidNotListen_silenceCountsFromWhenItDoes() {
    orphans.listening(true);
    orphans.add(FIRST);
    pass(TIMEOUT.plusSeconds(2));
    orphans.listening(true);
    assertThat(orphans.takeLost()).isEmpty();
    Duration patience = OrphanedAttempts.RECONNECT_TIME.plus(TIMEOUT);
    for (Duration heard = Duration.ZERO;
        heard.compareTo(patience) < 0;
        heard = heard.plus(OrphanedAttempts.MAX_PAUSE)) {
      assertThat(orphans.takeLost()).isEmpty();
      pass(OrphanedAttempts.MAX_PAUSE);
      orphans.listening(true);
    }
    assertThat(orphans.takeLost()).containsExactly(FIRST);
  }

  @Test
  void takeLost_brokerWasAway_silenceCountsFromItsReturn() {
    orphans.add(FIRST);
    pass(TIMEOUT.multipliedBy(3));
    orphans.brokerIsAway();
    pass(OrphanedAttempts.RECONNECT_TIME);
    pass(TIMEOUT.minusNanos(1));
    assertThat(orphans.takeLost()).isEmpty();
    pass(Duration.ofNanos(1));
    assertThat(orphans.takeLost()).containsExactly(FIRST);
  }

  @Test
  void heard_anAttemptThatIsNoOrphan_changesNothing() {
    orphans.heard(alive(FIRST));
    pass(TIMEOUT);
    assertThat(orphans.takeLost()).isEmpty();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static Progress.WorkerAlive alive(Attempt held) {
    return new Progress.WorkerAlive(
        "w1", "host", "1", 1, 1, WorkerState.WORKING, null, List.of(held));
  }
}
