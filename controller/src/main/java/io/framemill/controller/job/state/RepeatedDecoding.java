package io.framemill.controller.job.state;

import io.framemill.controller.plan.CostModel;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which chunks are decoded again from an earlier key frame: those with missing pictures,
 * and those that do not start where the previous chunk ends. Some decoders do not recover at every
 * key frame, which loses the first pictures of a chunk. Pictures that are missing wherever decoding
 * starts are damage.
 *
 * <p>The first step back is a few key frames, the second one the beginning of the source, or as far
 * back as {@value #MAX_LEAD_SECONDS} seconds of a core decode. A source with many damaged places
 * would be decoded from its beginning for each of them: once the second step has gained nothing for
 * {@value #MAX_FUTILE_CHUNKS} chunks in a row, it is left out. Owned by the controller's thread.
 */
public final class RepeatedDecoding {
  private static final int MAX_FUTILE_CHUNKS = 3;

  /** The limit of the plan for a chunk; a task must end within the broker's consumer timeout. */
  private static final double MAX_LEAD_SECONDS = 600;

  /** Number of pictures from the first attempt at a chunk, by task name. */
  private final Map<String, Long> firstCounts = new HashMap<>();

  private int futileChunks;

  /**
   * A task that is to run again.
   *
   * @param task as it is now
   * @param furtherBack the same chunk with other seek points
   * @param costSeconds its estimate with those
   * @param reason for users
   */
  public record Again(StoredTask task, EncodeVideo furtherBack, double costSeconds, String reason) {
    /** The row of its next attempt. */
    public StoredTask next() {
      StoredTask next = task.again(task.failures(), task.losses(), 0);
      return next.withTask(furtherBack.withAttempt(next.attempt()), costSeconds);
    }

    /** Where decoding starts, for users. */
    public String from() {
      List<SeekPoint> points = furtherBack.seekPoints();
      if (points.isEmpty()) {
        return "the beginning";
      }
      long ticks = points.get(0).pts() - furtherBack.timeline().originPts();
      return EventMessages.seconds(furtherBack.timeline().timeBase().toDuration(ticks).toMillis());
    }
  }

  /**
   * Checks a chunk that was encoded.
   *
   * @param task its task
   * @param encoded its result, which fits the task
   * @return the task to run again, this one or that of the next chunk; empty if the chunk is fine
   *     or nothing more can be done
   */
  public Optional<Again> judge(
      Job job, StoredTask task, EncodeVideo chunk, TaskResult.VideoEncoded encoded) {
    VideoStream stream = job.videoStream(chunk);
    long missing = missing(chunk, encoded.frames(), stream);
    Long first = firstCounts.get(task.name());
    if (missing == 0) {
      if (first != null) {
        firstCounts.remove(task.name());
        futileChunks = 0;
      }
      return SeamCheck.behindBrokenSeam(job, task, chunk, encoded)
          .flatMap(
              behind -> again(behind, stream, "it does not start where the previous chunk ends"));
    }
    firstCounts.putIfAbsent(task.name(), encoded.frames().inChunk());
    String reason = missing + " of its pictures are missing in the decoder's output";
    Optional<Again> again = again(task, stream, reason);
    boolean isSecondStep = chunk.seekPoints().size() <= 1;
    if (isSecondStep && futileChunks >= MAX_FUTILE_CHUNKS) {
      return Optional.empty();
    }
    if (again.isEmpty() && first != null) {
      futileChunks = encoded.frames().inChunk() > first ? 0 : futileChunks + 1;
    }
    return again;
  }

  private static Optional<Again> again(StoredTask task, VideoStream stream, String reason) {
    EncodeVideo chunk = (EncodeVideo) task.task();
    return furtherBack(chunk, stream)
        .map(
            next ->
                new Again(
                    task,
                    next,
                    task.costSeconds() - lead(chunk, stream) + lead(next, stream),
                    reason));
  }

  /** The same chunk, decoded from an earlier key frame; empty if that is not possible. */
  static Optional<EncodeVideo> furtherBack(EncodeVideo chunk, VideoStream stream) {
    List<SeekPoint> points = chunk.seekPoints();
    if (points.size() > 1) {
      return Optional.of(from(chunk, points.subList(points.size() - 1, points.size())));
    }
    if (points.isEmpty()) {
      return Optional.empty();
    }
    EncodeVideo fromBeginning = from(chunk, List.of());
    if (lead(fromBeginning, stream) <= MAX_LEAD_SECONDS) {
      return Optional.of(fromBeginning);
    }
    return stream.keyFrames().stream()
        .filter(point -> point.pts() < points.get(0).pts())
        .map(point -> from(chunk, List.of(point)))
        .filter(candidate -> lead(candidate, stream) <= MAX_LEAD_SECONDS)
        .findFirst();
  }

  private static EncodeVideo from(EncodeVideo task, List<SeekPoint> seekPoints) {
    return task.withChunk(task.chunk().withSeekPoints(seekPoints));
  }

  /** Seconds of a core that the way to a chunk takes. */
  private static double lead(EncodeVideo chunk, VideoStream stream) {
    List<SeekPoint> points = chunk.seekPoints();
    long from = points.isEmpty() ? stream.startPts() : points.get(0).pts();
    return CostModel.lead(stream, Math.min(chunk.startPts(), stream.endPts()) - from);
  }

  /** Number of pictures in the source's chunk that the decoder did not give. */
  private static long missing(EncodeVideo chunk, FrameCount counted, VideoStream stream) {
    return stream.pictures().isBySegment()
        ? Math.max(
            0, stream.pictures().in(chunk.firstSegment(), chunk.segmentCount()) - counted.inChunk())
        : 0;
  }

  /** The result with the number of missing pictures. */
  public static TaskResult.VideoEncoded withMissing(
      Job job, EncodeVideo chunk, TaskResult.VideoEncoded result) {
    long missing = missing(chunk, result.frames(), job.videoStream(chunk));
    return missing == 0
        ? result
        : new TaskResult.VideoEncoded(result.frames().withMissing(missing), result.renditions());
  }
}
