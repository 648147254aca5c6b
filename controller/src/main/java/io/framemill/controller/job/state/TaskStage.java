package io.framemill.controller.job.state;

import io.framemill.protocol.Task;

/**
 * When a task may run: once all tasks of its job that belong to an earlier stage are done. In order
 * of time.
 */
public enum TaskStage {
  /** Looks into the source. */
  INSPECT,
  /** Needs the source alone. */
  ENCODE,
  /** Needs what was encoded. */
  ASSEMBLE;

  public static TaskStage of(Task task) {
    return task.fold(
        inspect -> INSPECT,
        video -> ENCODE,
        audio -> ENCODE,
        mux -> ASSEMBLE,
        subtitles -> ENCODE,
        thumbnails -> ASSEMBLE);
  }
}
