package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the reported content of a muxed file against the segments it was made of. Pure. */
public final class MuxCheck {
  private MuxCheck() {}

  /**
   * The first contradiction.
   *
   * @param tasks all tasks of the job, those that the file needs must be done
   */
  public static Optional<String> contradiction(
      Task.Mux task, TaskResult.Muxed muxed, Collection<StoredTask> tasks) {
    List<EncodedSegment> picture = segments(tasks, task.video().name());
    AudioRendition audio = task.audio();
    List<EncodedSegment> sound = audio == null ? List.of() : segments(tasks, audio.name());
    return differs("pictures", frames(picture), muxed.frames())
        .or(() -> differs("packets of sound", frames(sound), muxed.soundPackets()))
        .or(
            () ->
                differs(
                    "ticks",
                    picture.stream().mapToLong(EncodedSegment::endPts).max().orElse(0),
                    muxed.endPts()));
  }

  private static Optional<String> differs(String of, long expected, long actual) {
    return expected == actual
        ? Optional.empty()
        : Optional.of("the segments have " + expected + " " + of + ", the file " + actual);
  }

  private static long frames(List<EncodedSegment> segments) {
    return segments.stream().mapToLong(EncodedSegment::frames).sum();
  }

  private static List<EncodedSegment> segments(Collection<StoredTask> tasks, String rendition) {
    return tasks.stream()
        .flatMap(task -> renditions(task.result()).stream())
        .filter(encoded -> encoded.name().equals(rendition))
        .flatMap(encoded -> encoded.segments().stream())
        .toList();
  }

  private static List<EncodedRendition> renditions(@Nullable TaskResult result) {
    if (result instanceof TaskResult.VideoEncoded video) {
      return video.renditions();
    }
    return result instanceof TaskResult.AudioEncoded audio ? audio.renditions() : List.of();
  }
}
