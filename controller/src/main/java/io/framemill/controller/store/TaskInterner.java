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
 * Lets the tasks of one job share what is equal in them: each that is read brings its own copy of
 * the ladder, of names and of digests. Not thread-safe.
 */
public final class TaskInterner {
  private final Map<Object, Object> values = new HashMap<>();
  private final Map<String, EncodeVideo> chunks = new HashMap<>();

  /** The first value that was equal to this one. */
  @SuppressWarnings("unchecked")
  public <T> T of(T value) {
    return (T) values.computeIfAbsent(value, first -> first);
  }

  /** An equal task; {@link #chunk} finds it again if it is one. */
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

  /** The task of that name, if it went through here and encodes a chunk. */
  @Nullable EncodeVideo chunk(String name) {
    return chunks.get(name);
  }

  /** An equal result. */
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
