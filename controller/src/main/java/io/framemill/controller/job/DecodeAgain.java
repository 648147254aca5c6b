package io.framemill.controller.job;

import io.framemill.protocol.FrameCount;
import io.framemill.protocol.MediaInfo.VideoStream;
import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a chunk from which pictures are missing is decoded again from further back, at
 * last from the beginning of the source. Some decoders do not recover at every key frame that they
 * start from, which costs the first pictures of a chunk; what is missing wherever decoding starts
 * is damage.
 *
 * <p>A source with damage in many places would be encoded three times over. So once {@value
 * #MAX_FUTILE_RETRIES} chunks in a row have gained nothing, only those are decoded again that do
 * not meet the chunk before them. Owned by the controller's thread.
 */
final class DecodeAgain {
  private static final int MAX_FUTILE_RETRIES = 3;

  /** What the first attempt at a chunk gave, by the task's name. */
  private final Map<String, Long> firstCounts = new HashMap<>();

  private int futileRetries;

  /**
   * The same chunk, decoded from further back; empty if it is complete, or nothing more can be
   * done.
   *
   * @param stream the pictures of the source
   * @param meetsOthers whether its pictures meet those of the chunks around it, as far as these are
   *     done
   */
  Optional<Task.EncodeVideo> furtherBack(
      Task.EncodeVideo chunk, FrameCount counted, VideoStream stream, boolean meetsOthers) {
    String name = chunk.attempt().task();
    if (missing(chunk, counted, stream) == 0) {
      if (firstCounts.remove(name) != null) {
        futileRetries = 0;
      }
      return Optional.empty();
    }
    Long first = firstCounts.putIfAbsent(name, counted.inChunk());
    Optional<Task.EncodeVideo> next = furtherBack(chunk);
    if (next.isEmpty()) {
      if (first != null) {
        futileRetries = counted.inChunk() > first ? 0 : futileRetries + 1;
      }
      return next;
    }
    return futileRetries < MAX_FUTILE_RETRIES || !meetsOthers ? next : Optional.empty();
  }

  /** The same chunk, decoded from further back; empty if it is decoded from the beginning. */
  static Optional<Task.EncodeVideo> furtherBack(Task.EncodeVideo chunk) {
    List<SeekPoint> points = chunk.seekPoints();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    int kept = points.size() > 1 ? 1 : 0;
    return Optional.of(chunk.withSeekPoints(points.subList(points.size() - kept, points.size())));
  }

  /** Pictures that the source has in a chunk and that did not come out of the decoder. */
  static long missing(Task.EncodeVideo chunk, FrameCount counted, VideoStream stream) {
    return stream.pictures().isBySegment()
        ? Math.max(
            0, stream.pictures().in(chunk.firstSegment(), chunk.segmentCount()) - counted.inChunk())
        : 0;
  }

  /** The result, with what is missing counted as damage. */
  static TaskResult.VideoEncoded withDamage(TaskResult.VideoEncoded result, long missing) {
    FrameCount frames = result.frames();
    return new TaskResult.VideoEncoded(
        new FrameCount(
            frames.decoded(),
            frames.inChunk(),
            frames.notShown(),
            frames.held(),
            frames.heldTicks(),
            Math.max(frames.damaged(), missing),
            frames.damagedAround()),
        result.renditions());
  }
}
