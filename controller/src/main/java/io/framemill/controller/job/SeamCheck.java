package io.framemill.controller.job;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.Optional;

/** Compares a chunk with those around it that are done. Pure. */
final class SeamCheck {
  private SeamCheck() {}

  /** The first thing in which a chunk contradicts a part of it or one beside it. */
  static Optional<String> misfit(Job job, Task.EncodeVideo chunk, TaskResult.VideoEncoded encoded) {
    return job.around(chunk).stream()
        .filter(other -> !other.name().equals(chunk.attempt().task()))
        .flatMap(other -> misfit(chunk, encoded, other).stream())
        .findFirst();
  }

  private static Optional<String> misfit(
      Task.EncodeVideo chunk, TaskResult.VideoEncoded encoded, StoredTask other) {
    if (!(other.result() instanceof TaskResult.VideoEncoded known)) {
      return Optional.empty();
    }
    int order =
        Integer.compare(((Task.EncodeVideo) other.task()).firstSegment(), chunk.firstSegment());
    if (order == 0) {
      return ReportCheck.sameTimes(known, encoded);
    }
    if (isEmpty(known) || isEmpty(encoded)) {
      return Optional.empty();
    }
    return order < 0 ? ReportCheck.seam(known, encoded) : ReportCheck.seam(encoded, known);
  }

  private static boolean isEmpty(TaskResult.VideoEncoded result) {
    return result.renditions().get(0).segments().isEmpty();
  }
}
