package io.framemill.controller.plan;

import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a job: its renditions and tasks.
 *
 * @param timeline segments of the programme
 * @param video the video stream that is encoded; null if the source has no video
 * @param videoRenditions the ladder, in the profile's order; empty without video
 * @param audioRenditions the sound, the default track first; empty if there is none
 * @param tasks tasks as attempt 1, in dispatch order: first audio and text, without which nothing
 *     can be played; then chunks, the longest first and equals in order of time, so that a player
 *     can start early; last MP4 files, which need all other tasks
 * @param losses losses that are known before decoding: sentences without a full stop
 * @param notes other lines for users: choices made, streams left out on purpose
 */
public record Plan(
    Timeline timeline,
    MediaInfo.@Nullable VideoStream video,
    List<VideoRendition> videoRenditions,
    List<AudioRendition> audioRenditions,
    List<PlannedTask> tasks,
    List<String> losses,
    List<String> notes) {
  public Plan {
    videoRenditions = List.copyOf(videoRenditions);
    audioRenditions = List.copyOf(audioRenditions);
    tasks = List.copyOf(tasks);
    losses = List.copyOf(losses);
    notes = List.copyOf(notes);
  }

  /** The tasks of one kind. */
  public <T extends Task> Stream<T> tasks(Class<T> kind) {
    return tasks.stream().map(PlannedTask::task).filter(kind::isInstance).map(kind::cast);
  }

  /** The estimated cost of all tasks, in seconds of one core. */
  public double costSeconds() {
    return tasks.stream().mapToDouble(PlannedTask::costSeconds).sum();
  }
}
