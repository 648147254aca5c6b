package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job consists of.
 *
 * @param timeline how the programme is cut
 * @param video the video stream that is encoded; null if the source has only sound
 * @param videoRenditions the ladder, in the profile's order; empty without picture
 * @param audioRenditions the sound, the default track first; empty if there is none
 * @param tasks tasks as attempt 1, in the order in which they are to run: sound and text first, for
 *     nothing can be played without them, then chunks, the longest first and equals in the order of
 *     time, so that a player can start early; at last files, which need all of that done
 * @param losses what of the source will not come out, as far as it is known before anything is
 *     decoded: sentences without a full stop
 * @param notes other lines for people: choices made, what was left out on purpose
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

  /** The estimated cost of all tasks, in seconds of one core. */
  public double costSeconds() {
    return tasks.stream().mapToDouble(PlannedTask::costSeconds).sum();
  }
}
