package io.framemill.worker.slot;

import io.framemill.protocol.Task;
import io.framemill.worker.limits.SourceLimits;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One line on a slot's standard input: run this task now.
 *
 * @param task what to do
 * @param source the source as a local file
 * @param output the job's output directory, which exists; not used by {@link Task.Inspect}
 * @param limits what the source may ask for
 */
public record SlotRequest(Task task, Path source, Path output, SourceLimits limits) {
  public SlotRequest {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(limits, "limits");
  }
}
