package io.framemill.controller.job;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Results as a perfect worker would report them. */
public final class Encoded {
  private Encoded() {}

  /**
   * @param media gives what an inspection sees
   */
  public static TaskResult perfect(Task task, Supplier<MediaInfo> media) {
    return task.accept(
        new Task.Cases<>() {
          @Override
          public TaskResult inspect(Task.Inspect inspect) {
            return new TaskResult.Inspected(media.get());
          }

          @Override
          public TaskResult encodeVideo(EncodeVideo video) {
            return perfect(video);
          }

          @Override
          public TaskResult encodeAudio(Task.EncodeAudio audio) {
            return perfect(audio);
          }

          @Override
          public TaskResult mux(Task.Mux mux) {
            return perfect(mux);
          }

          @Override
          public TaskResult extractSubtitles(Task.ExtractSubtitles subtitles) {
            return perfect(subtitles);
          }

          @Override
          public TaskResult thumbnails(Task.Thumbnails thumbnails) {
            return perfect(thumbnails);
          }
        });
  }

  public static TaskResult.VideoEncoded perfect(EncodeVideo task) {
    return new TaskResult.VideoEncoded(
        FrameCount.of(segments(task).stream().mapToLong(EncodedSegment::frames).sum()),
        task.renditions().stream()
            .map(r -> rendition(r.name(), task.timeline().timeBase(), segments(task)))
            .toList());
  }

  /** The same result, but some pictures did not come out of the decoder. */
  public static TaskResult.VideoEncoded lacking(TaskResult.VideoEncoded result, long pictures) {
    FrameCount whole = result.frames();
    return new TaskResult.VideoEncoded(
        new FrameCount(
            whole.decoded() - pictures,
            whole.inChunk() - pictures,
            whole.notShown(),
            whole.held(),
            whole.heldTicks(),
            whole.damaged(),
            whole.damagedAround(),
            0),
        result.renditions());
  }

  /** The same result of a damaged source. */
  public static TaskResult.VideoEncoded damaged(
      TaskResult.VideoEncoded result, long inside, long around) {
    FrameCount whole = result.frames();
    return new TaskResult.VideoEncoded(
        new FrameCount(
            whole.decoded(),
            whole.inChunk(),
            whole.notShown(),
            whole.held(),
            whole.heldTicks(),
            inside,
            around,
            0),
        result.renditions());
  }

  public static TaskResult.AudioEncoded perfect(Task.EncodeAudio task) {
    return new TaskResult.AudioEncoded(
        new SoundCount(
            task.timeline()
                .timeBase()
                .toDuration(task.timeline().endPts() - task.timeline().originPts())
                .toMillis(),
            0,
            0),
        task.renditions().stream().map(rendition -> sound(task, rendition)).toList());
  }

  private static EncodedRendition sound(Task.EncodeAudio task, AudioRendition rendition) {
    int rate = rendition.sampleRateHz();
    List<EncodedSegment> segments = new ArrayList<>();
    for (int n = 1; n <= task.timeline().segmentCount(); n++) {
      segments.add(new EncodedSegment(n, 64_000, 188, (n - 1) * 4L * rate, n * 4L * rate));
    }
    return new EncodedRendition(
        rendition.name(), "mp4a.40.2", "00ff", new Rational(1, rate), segments);
  }

  public static TaskResult.Muxed perfect(Task.Mux task) {
    Timeline timeline = task.timeline();
    long ticks = timeline.endPts() - timeline.originPts();
    int packets = task.audio() == null ? 0 : 188 * timeline.segmentCount();
    return new TaskResult.Muxed(5_000_000, ticks / 512, ticks, packets);
  }

  public static TaskResult.SubtitlesExtracted perfect(Task.ExtractSubtitles task) {
    int segments = task.timeline().segmentCount();
    return new TaskResult.SubtitlesExtracted(
        task.renditions().stream()
            .map(r -> new ExtractedSubtitles(r.name(), segments, 7, 600, TextCount.of(7)))
            .toList());
  }

  public static TaskResult.ThumbnailsMade perfect(Task.Thumbnails task) {
    return new TaskResult.ThumbnailsMade(task.grid().tiles(), task.grid().sheets(), 90_000);
  }

  public static List<EncodedSegment> segments(EncodeVideo task) {
    Timeline timeline = task.timeline();
    List<EncodedSegment> segments = new ArrayList<>();
    for (int n = task.firstSegment(); n < task.firstSegment() + task.segmentCount(); n++) {
      long start = timeline.segmentStartPts(n) - timeline.originPts();
      long end =
          Math.min(timeline.segmentStartPts(n + 1), timeline.endPts()) - timeline.originPts();
      segments.add(new EncodedSegment(n, 500_000, (int) ((end - start) / 512), start, end));
    }
    return segments;
  }

  public static EncodedRendition rendition(
      String name, Rational timeBase, List<EncodedSegment> segments) {
    return new EncodedRendition(name, "avc1.64001f", "00ff", timeBase, segments);
  }
}
