package io.framemill.protocol;

import static io.framemill.protocol.JobState.ACCEPTED;
import static io.framemill.protocol.JobState.CANCELLED;
import static io.framemill.protocol.JobState.DONE;
import static io.framemill.protocol.JobState.FAILED;
import static io.framemill.protocol.JobState.RUNNING;
import static io.framemill.protocol.WorkerState.DRAINING;
import static io.framemill.protocol.WorkerState.PROBATION;
import static io.framemill.protocol.WorkerState.RESTING;
import static io.framemill.protocol.WorkerState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTransitionTest {
  @ParameterizedTest
  @EnumSource
  void to_anyJobState_isLegalOrThrowsWithBothNames(JobState from) {
    Set<JobState> legal =
        switch (from) {
          case ACCEPTED -> Set.of(RUNNING, FAILED, CANCELLED);
          case RUNNING -> Set.of(DONE, FAILED, CANCELLED);
          case DONE -> Set.of();
          case FAILED, CANCELLED -> Set.of(ACCEPTED);
        };
    for (JobState to : JobState.values()) {
      if (legal.contains(to)) {
        assertThat(from.to(to)).isEqualTo(to);
      } else {
        assertThatIllegalStateException()
            .isThrownBy(() -> from.to(to))
            .withMessage("A job that is %s cannot become %s", from, to);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void to_anyWorkerState_isLegalOrThrowsWithBothNames(WorkerState from) {
    Set<WorkerState> legal =
        switch (from) {
          case WORKING -> Set.of(RESTING, DRAINING);
          case RESTING -> Set.of(PROBATION, DRAINING);
          case PROBATION -> Set.of(WORKING, RESTING, DRAINING);
          case DRAINING -> Set.of();
        };
    for (WorkerState to : WorkerState.values()) {
      if (legal.contains(to)) {
        assertThat(from.to(to)).isEqualTo(to);
      } else {
        assertThatIllegalStateException()
            .isThrownBy(() -> from.to(to))
            .withMessage("A worker that is %s cannot become %s", from, to);
      }
    }
  }
}
