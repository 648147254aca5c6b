package io.framemill.controller.store;

import org.jspecify.annotations.Nullable;

/**
 * The state of an attempt as it is stored, in a form that older releases read: {@code published}
 * tells a queued attempt that the broker has confirmed, and a running one that is not orphaned.
 *
 * @param state {@code WAITING}, {@code QUEUED}, {@code RUNNING} or {@code DONE}
 */
record AttemptColumns(String state, boolean published) {
  static AttemptColumns of(TaskState state) {
    return switch (state) {
      case PUBLISHED -> new AttemptColumns(TaskState.QUEUED.name(), true);
      case ORPHANED -> new AttemptColumns(TaskState.RUNNING.name(), false);
      case WAITING, QUEUED -> new AttemptColumns(state.name(), false);
      case RUNNING, DONE, DISCARDED -> new AttemptColumns(state.name(), true);
    };
  }

  TaskState toState() {
    return switch (TaskState.valueOf(state)) {
      case QUEUED -> published ? TaskState.PUBLISHED : TaskState.QUEUED;
      case RUNNING -> published ? TaskState.RUNNING : TaskState.ORPHANED;
      case WAITING -> TaskState.WAITING;
      case DONE -> TaskState.DONE;
      case PUBLISHED, ORPHANED, DISCARDED ->
          throw new IllegalArgumentException("not a stored state: " + state);
    };
  }

  /**
   * A second attempt, as JSON in a column.
   *
   * @param gone whether it is discarded
   */
  record Copy(
      int number,
      boolean published,
      @Nullable String worker,
      @Nullable Long startedMillis,
      boolean gone) {
    static Copy of(SpeculativeAttempt copy) {
      return new Copy(
          copy.number(),
          AttemptColumns.of(copy.state()).published(),
          copy.worker(),
          copy.startedMillis(),
          copy.state() == TaskState.DISCARDED);
    }

    SpeculativeAttempt toAttempt() {
      TaskState out = worker == null ? TaskState.QUEUED : TaskState.RUNNING;
      return new SpeculativeAttempt(
          number,
          gone ? TaskState.DISCARDED : new AttemptColumns(out.name(), published).toState(),
          worker,
          startedMillis);
    }
  }
}
