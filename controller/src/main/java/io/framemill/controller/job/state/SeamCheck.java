package io.framemill.controller.job.state;

import io.framemill.controller.job.output.ReportCheck;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.TaskResult;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares a chunk with its neighbours that are done. Pure. */
public final class SeamCheck {
  private SeamCheck() {}

  /** The first contradiction between a chunk and a part of it or a neighbour. */
  public static Optional<String> contradiction(
      Job job, EncodeVideo chunk, TaskResult.VideoEncoded encoded) {
    return others(job, chunk)
        .flatMap(other -> contradiction(chunk, encoded, other).stream())
        .findFirst();
  }

  /**
   * The task whose chunk starts at a broken seam: it may have lost its first pictures. Empty if all
   * chunks that are done match.
   *
   * @param task of the chunk
   */
  static Optional<StoredTask> behindBrokenSeam(
      Job job, StoredTask task, EncodeVideo chunk, TaskResult.VideoEncoded encoded) {
    return others(job, chunk)
        .filter(other -> contradiction(chunk, encoded, other).isPresent())
        .findFirst()
        .map(other -> order(other, chunk) > 0 ? other : task);
  }

  private static Stream<StoredTask> others(Job job, EncodeVideo chunk) {
    return job.around(chunk).stream().filter(other -> !other.name().equals(chunk.attempt().task()));
  }

  private static int order(StoredTask other, EncodeVideo chunk) {
    return Integer.compare(((EncodeVideo) other.task()).firstSegment(), chunk.firstSegment());
  }

  private static Optional<String> contradiction(
      EncodeVideo chunk, TaskResult.VideoEncoded encoded, StoredTask other) {
    if (!(other.result() instanceof TaskResult.VideoEncoded known)) {
      return Optional.empty();
    }
    int order = order(other, chunk);
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
