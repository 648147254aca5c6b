package io.framemill.controller.store;

import static io.framemill.controller.store.TaskState.DISCARDED;
import static io.framemill.controller.store.TaskState.DONE;
import static io.framemill.controller.store.TaskState.ORPHANED;
import static io.framemill.controller.store.TaskState.PUBLISHED;
import static io.framemill.controller.store.TaskState.QUEUED;
import static io.framemill.controller.store.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.framemill.controller.TaskBuilder;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStateTest {
  private final StoredTask running =
      TaskBuilder.anInspection(new JobId("film"), "inspect").build().queued().running("w1", 5);

  @ParameterizedTest
  @EnumSource
  void to_anyState_isLegalOrThrowsWithBothNames(TaskState from) {
    Set<TaskState> legal =
        switch (from) {
          case WAITING -> Set.of(QUEUED, DONE, DISCARDED);
          case QUEUED -> Set.of(PUBLISHED, RUNNING, DONE, DISCARDED);
          case PUBLISHED -> Set.of(RUNNING, DONE, DISCARDED);
          case RUNNING, ORPHANED -> Set.of(ORPHANED, DONE, DISCARDED);
          case DONE -> Set.of(DISCARDED);
          case DISCARDED -> Set.of();
        };
    for (TaskState to : TaskState.values()) {
      if (legal.contains(to)) {
        assertThat(from.to(to)).isEqualTo(to);
      } else {
        assertThatIllegalStateException()
            .isThrownBy(() -> from.to(to))
            .withMessage("A task attempt that is %s cannot become %s", from, to);
      }
    }
  }

  @Test
  void published_taskThatRuns_isIllegal() {
    assertThatIllegalStateException()
        .isThrownBy(running::published)
        .withMessageContainingAll("RUNNING", "PUBLISHED");
  }

  @Test
  void running_copyThatIsDiscarded_isIllegal() {
    SpeculativeAttempt copy = SpeculativeAttempt.queued(2).discarded();
    assertThatIllegalStateException()
        .isThrownBy(() -> copy.running("w2", 6))
        .withMessageContainingAll("DISCARDED", "RUNNING");
  }

  @Test
  void without_firstAttemptAndItsCopyIsOrphaned_leavesAnOrphanedTask() {
    SpeculativeAttempt copy = SpeculativeAttempt.queued(2).running("w2", 6).orphaned();
    StoredTask left = Objects.requireNonNull(running.withCopy(copy).without(1));
    assertThat(left.state()).isEqualTo(ORPHANED);
    assertThat(left.orphans()).containsExactly(left.attempt());
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING, false, WAITING",
    "QUEUED, false, QUEUED",
    "QUEUED, true, PUBLISHED",
    "RUNNING, true, RUNNING",
    "RUNNING, false, ORPHANED",
    "DONE, true, DONE"
  })
  void storedRow_ofAnyState_isThatStateAndBack(String state, boolean published, TaskState meant) {
    AttemptColumns columns = new AttemptColumns(state, published);
    assertThat(columns.toState()).isEqualTo(meant);
    assertThat(AttemptColumns.of(meant)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'version':1,'number':2,'published':false,'worker':null,'startedMillis':null,'gone':false}|QUEUED",
        "{'version':1,'number':2,'published':true,'worker':null,'startedMillis':null,'gone':false}|PUBLISHED",
        "{'version':1,'number':2,'published':true,'worker':'w2','startedMillis':6,'gone':false}|RUNNING",
        "{'version':1,'number':2,'published':false,'worker':'w2','startedMillis':6,'gone':false}|ORPHANED",
        "{'version':1,'number':2,'published':true,'worker':'w2','startedMillis':6,'gone':true}|DISCARDED"
      },
      quoteCharacter = '"')
  void storedCopy_ofAnyState_isThatStateAndBack(String json, TaskState meant)
      throws MalformedMessageException {
    MessageCodec codec = new MessageCodec();
    byte[] row = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    SpeculativeAttempt copy = codec.decode(row, AttemptColumns.Copy.class).toAttempt();

    assertThat(copy.state()).isEqualTo(meant);
    assertThat(codec.encode(AttemptColumns.Copy.of(copy))).isEqualTo(row);
  }
}
