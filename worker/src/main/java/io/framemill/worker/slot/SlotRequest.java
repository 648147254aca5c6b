package io.framemill.worker.slot;

import io.framemill.protocol.Task;
import io.framemill.worker.limits.SourceLimits;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One line on a slot's standard input: a request to run a task.
 *
 * @param task what to do
 * @param source the source as a local file
 * @param output the job's output directory, which exists; not used by {@link Task.Inspect}
 * @param limits limits on the source
 */
public record SlotRequest(Task task, Path source, Path output, SourceLimits limits) {
  public SlotRequest {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(limits, "limits");
  }
}
