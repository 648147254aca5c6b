package io.framemill.controller.job.state;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;

/** Order of a job's tasks: a task may run once all tasks of earlier stages are done. */
public enum TaskStage {
  /** Inspection of the source. */
  INSPECT,
  /** Encoding; needs only the source. */
  ENCODE,
  /** Assembly; needs encoded output. */
  ASSEMBLE;

  private static final Task.Cases<TaskStage> STAGES =
      new Task.Cases<>() {
        @Override
        public TaskStage inspect(Task.Inspect task) {
          return INSPECT;
        }

        @Override
        public TaskStage encodeVideo(EncodeVideo task) {
          return ENCODE;
        }

        @Override
        public TaskStage encodeAudio(Task.EncodeAudio task) {
          return ENCODE;
        }

        @Override
        public TaskStage mux(Task.Mux task) {
          return ASSEMBLE;
        }

        @Override
        public TaskStage extractSubtitles(Task.ExtractSubtitles task) {
          return ENCODE;
        }

        @Override
        public TaskStage thumbnails(Task.Thumbnails task) {
          return ASSEMBLE;
        }
      };

  public static TaskStage of(Task task) {
    return task.accept(STAGES);
  }
}
