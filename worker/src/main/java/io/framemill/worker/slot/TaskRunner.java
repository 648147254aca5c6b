package io.framemill.worker.slot;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.MediaProgress;
import java.nio.file.Path;

/** Runs the task of a request; {@link io.framemill.worker.media.MediaTasks#run}. */
@FunctionalInterface
interface TaskRunner {
  TaskResult run(Task task, Path source, Path output, SourceLimits limits, MediaProgress progress);
}
