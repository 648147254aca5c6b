package io.framemill.controller.store;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.EncodedRendition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interns equal parts of the tasks of one job: each task that is read has its own copy of the
 * ladder, of names and of digests. Not thread-safe.
 */
public final class TaskInterner {
  private final Map<Object, Object> values = new HashMap<>();
  private final Map<String, EncodeVideo> chunks = new HashMap<>();

  /** Returns the first value that was equal to this one. */
  @SuppressWarnings("unchecked")
  public <T> T of(T value) {
    return (T) values.computeIfAbsent(value, first -> first);
  }

  /** Interns a task; {@link #chunk} finds it again if it encodes a chunk. */
  Task task(Task task) {
    if (!(task instanceof EncodeVideo video)) {
      return task;
    }
    EncodeVideo equal =
        new EncodeVideo(
            video.attempt(),
            of(video.source()),
            of(video.output()),
            of(video.video()),
            of(video.timeline()),
            video.frameRate() == null ? null : of(video.frameRate()),
            video.chunk(),
            of(video.ladder()));
    chunks.put(equal.attempt().task(), equal);
    return equal;
  }

  /** The interned task of that name, if it encodes a chunk. */
  @Nullable EncodeVideo chunk(String name) {
    return chunks.get(name);
  }

  /** Interns a result. */
  public TaskResult result(TaskResult result) {
    return result instanceof TaskResult.VideoEncoded video
        ? new TaskResult.VideoEncoded(video.frames(), renditions(video.renditions()))
        : result;
  }

  private List<EncodedRendition> renditions(List<EncodedRendition> renditions) {
    return renditions.stream()
        .map(
            rendition ->
                new EncodedRendition(
                    of(rendition.name()),
                    of(rendition.codecs()),
                    of(rendition.initSha256()),
                    of(rendition.timeBase()),
                    rendition.segments()))
        .toList();
  }
}
