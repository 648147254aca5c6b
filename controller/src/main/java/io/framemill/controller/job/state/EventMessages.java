package io.framemill.controller.job.state;

import io.framemill.controller.plan.Plan;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Progress.WorkerAlive;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds the messages of a job's event log. */
public final class EventMessages {
  private static final int LOG_LINES = 3;

  private EventMessages() {}

  /** A worker's state, such as {@code working} or {@code resting: 5 of its last ...}. */
  public static String state(WorkerAlive worker) {
    String state = worker.state().name().toLowerCase(Locale.ROOT);
    return worker.stateReason() == null ? state : state + ": " + worker.stateReason();
  }

  public static String media(MediaInfo media, Plan plan) {
    VideoStream video = plan.video();
    String picture =
        video == null
            ? "no moving picture"
            : String.format(
                Locale.ROOT,
                "%s %dx%d, %.3f fps",
                video.codec(),
                video.geometry().displayWidthPixels(),
                video.geometry().displayHeightPixels(),
                video.frameRate().toDouble());
    return "Source: %s, %s, %s audio track%s"
        .formatted(
            picture,
            seconds(millis(plan.timeline(), plan.timeline().endPts())),
            media.audio().size(),
            media.audio().size() == 1 ? "" : "s");
  }

  public static String plan(Plan plan) {
    if (plan.video() == null) {
      return "Planned %s segments of sound; renditions %s"
          .formatted(plan.timeline().segmentCount(), names(plan.audioRenditions()));
    }
    long chunks = plan.tasks(EncodeVideo.class).map(EncodeVideo::firstSegment).distinct().count();
    long texts =
        plan.tasks(Task.ExtractSubtitles.class).mapToLong(task -> task.renditions().size()).sum();
    long files = plan.tasks(Task.Mux.class).count();
    return "Planned %s segments in %s chunks; renditions %s; %s audio%s%s%s"
        .formatted(
            plan.timeline().segmentCount(),
            chunks,
            plan.videoRenditions().stream()
                .map(VideoRendition::name)
                .collect(Collectors.joining(", ")),
            plan.audioRenditions().size(),
            texts == 0 ? "" : "; " + texts + " subtitles",
            files == 0 ? "" : "; " + files + " MP4",
            plan.tasks(Task.Thumbnails.class).findAny().isPresent() ? "; thumbnails" : "");
  }

  /** A task's name and the range it covers. */
  public static String task(Task task) {
    return task.attempt().task() + extent(task);
  }

  /** The message that a task is queued, with the attempt number if it is not the first. */
  public static String queued(Task task) {
    int number = task.attempt().number();
    return task(task) + " queued" + (number == 1 ? "" : " as attempt " + number);
  }

  /** What a task covers, in brackets behind its name. */
  private static String extent(Task task) {
    if (task instanceof EncodeVideo chunk) {
      return range(chunk);
    }
    if (task instanceof Task.Mux mux) {
      return " (mp4/" + mux.fileName() + ")";
    }
    if (task instanceof Task.Thumbnails thumbnails) {
      return " (" + thumbnails.grid().tiles() + " pictures)";
    }
    String names = String.join(", ", task.renditionNames());
    return names.isEmpty() ? "" : " (" + names + ")";
  }

  public static String seconds(long millis) {
    // Built by hand, because every event of a task contains it and String.format takes ten times as
    // long.
    long tenths = Math.round(millis / 100.0);
    return tenths / 10 + "." + Math.abs(tenths % 10) + " s";
  }

  /** The last lines of a slot's log, as the end of a sentence; empty if there are none. */
  public static String log(List<String> lines) {
    return lines.isEmpty()
        ? ""
        : lines.stream()
            .skip(Math.max(0, lines.size() - LOG_LINES))
            .collect(Collectors.joining(" / ", " [log: ", "]"));
  }

  private static String names(List<AudioRendition> renditions) {
    return renditions.stream().map(AudioRendition::name).collect(Collectors.joining(", "));
  }

  private static String range(EncodeVideo video) {
    Timeline timeline = video.timeline();
    return " (%s to %s)"
        .formatted(
            seconds(millis(timeline, video.startPts())),
            seconds(millis(timeline, Math.min(video.endPts(), timeline.endPts()))));
  }

  private static long millis(Timeline timeline, long pts) {
    return timeline.timeBase().toDuration(pts - timeline.originPts()).toMillis();
  }
}
