package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A chunk of the video that is done: by one task, or by several that share the ladder.
 *
 * @param renditions the whole ladder
 * @param result merged as if by one task; pictures that several tasks decoded count once
 */
public record EncodedChunk(List<VideoRendition> renditions, TaskResult.VideoEncoded result) {

  /** The tasks of each chunk, in order of time; tasks that share a chunk are in ladder order. */
  public static List<List<StoredTask>> inOrder(Collection<StoredTask> tasks) {
    TreeMap<Integer, List<StoredTask>> chunks = new TreeMap<>();
    tasks.stream()
        .filter(task -> task.task() instanceof EncodeVideo)
        .sorted(Comparator.comparing(StoredTask::name))
        .forEach(
            task ->
                chunks
                    .computeIfAbsent(video(task).firstSegment(), first -> new ArrayList<>())
                    .add(task));
    return List.copyOf(chunks.values());
  }

  /** The chunk, if all of its tasks are done. */
  static Optional<EncodedChunk> of(List<StoredTask> tasks) {
    List<EncodedRendition> encoded = new ArrayList<>();
    List<FrameCount> counts = new ArrayList<>();
    for (StoredTask task : tasks) {
      if (!(task.result() instanceof TaskResult.VideoEncoded result)) {
        return Optional.empty();
      }
      encoded.addAll(result.renditions());
      counts.add(result.frames());
    }
    FrameCount frames = counts.stream().reduce(FrameCount::sameChunk).orElse(FrameCount.NONE);
    return Optional.of(
        new EncodedChunk(ladder(tasks), new TaskResult.VideoEncoded(frames, encoded)));
  }

  /**
   * The renditions that the tasks of a chunk encode together.
   *
   * @param tasks in the order of the ladder
   */
  static List<VideoRendition> ladder(List<StoredTask> tasks) {
    return tasks.stream().flatMap(task -> video(task).renditions().stream()).toList();
  }

  private static EncodeVideo video(StoredTask task) {
    return (EncodeVideo) task.task();
  }
}
