package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.text.Names;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transient message from a worker: may be lost, changes no state. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Progress.TaskProgress.class, name = "TaskProgress"),
  @JsonSubTypes.Type(value = Progress.WorkerAlive.class, name = "WorkerAlive")
})
public sealed interface Progress {
  /** The worker's id. */
  String worker();

  /**
   * Applies the function for the actual kind, so that a new kind breaks the build of every caller.
   */
  default <R> R fold(
      Function<TaskProgress, R> onTaskProgress, Function<WorkerAlive, R> onWorkerAlive) {
    if (this instanceof TaskProgress progress) {
      return onTaskProgress.apply(progress);
    }
    return onWorkerAlive.apply((WorkerAlive) this);
  }

  /**
   * Progress of a running attempt.
   *
   * @param frames pictures encoded so far in each rendition; 0 for sound
   * @param mediaMillis programme time encoded so far in this attempt
   */
  record TaskProgress(Attempt attempt, String worker, long frames, long mediaMillis)
      implements Progress {
    public TaskProgress {
      Objects.requireNonNull(attempt, "attempt");
      Names.requireWorker(worker);
    }
  }

  /**
   * Heartbeat of a worker; sent when it starts, then every few seconds.
   *
   * @param host name of its machine
   * @param release its Framemill version
   * @param slots number of tasks that it runs at the same time
   * @param busySlots slots that run a task now
   * @param state whether it takes tasks
   * @param stateReason why it is quarantined, one line for users; null unless it is
   * @param held attempts that it runs, or whose end it still has to report
   */
  record WorkerAlive(
      String worker,
      String host,
      String release,
      int slots,
      int busySlots,
      WorkerState state,
      @Nullable String stateReason,
      List<Attempt> held)
      implements Progress {
    public WorkerAlive {
      Names.requireWorker(worker);
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(release, "release");
      Objects.requireNonNull(state, "state");
      held = List.copyOf(held);
    }
  }
}
