package io.framemill.controller.job.output;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.Optional;

/** Checks a worker's result against its task. Pure; returns the first contradiction. */
public final class ReportCheck {
  private ReportCheck() {}

  /** Checks a single result. */
  public static Optional<String> contradiction(Task task, TaskResult result) {
    return task.accept(new ResultCheck(result));
  }

  /** Whether a result fits a task. */
  private record ResultCheck(TaskResult result) implements Task.Cases<Optional<String>> {
    @Override
    public Optional<String> inspect(Task.Inspect task) {
      return kind(result instanceof TaskResult.Inspected);
    }

    @Override
    public Optional<String> encodeVideo(EncodeVideo task) {
      return result instanceof TaskResult.VideoEncoded encoded
          ? video(task, encoded.renditions())
          : kind(false);
    }

    @Override
    public Optional<String> encodeAudio(Task.EncodeAudio task) {
      return result instanceof TaskResult.AudioEncoded encoded
          ? audio(task, encoded.renditions())
          : kind(false);
    }

    @Override
    public Optional<String> mux(Task.Mux task) {
      return kind(result instanceof TaskResult.Muxed);
    }

    @Override
    public Optional<String> extractSubtitles(Task.ExtractSubtitles task) {
      return result instanceof TaskResult.SubtitlesExtracted extracted
          ? subtitles(task, extracted.renditions())
          : kind(false);
    }

    @Override
    public Optional<String> thumbnails(Task.Thumbnails task) {
      return result instanceof TaskResult.ThumbnailsMade made
          ? ReportCheck.thumbnails(task.grid(), made)
          : kind(false);
    }
  }

  /**
   * Checks the seam of two consecutive chunks: the picture that the first one saw after its end
   * must be the first one of the second, and init segments must be equal, for all renditions that
   * both have.
   *
   * <p>Seams at damaged places are not checked: a decoder that starts further back may give a
   * picture that another one does not, or the reverse, and no retry changes that.
   *
   * @param before has at least one segment
   * @param after has at least one segment; only chunks without any lie between the two
   */
  public static Optional<String> seam(
      TaskResult.VideoEncoded before, TaskResult.VideoEncoded after) {
    for (EncodedRendition left : before.renditions()) {
      for (EncodedRendition right : after.renditions()) {
        if (left.name().equals(right.name())) {
          boolean isDamaged = isDamaged(before) || isDamaged(after);
          Optional<String> problem = seam(left, right, isDamaged);
          if (problem.isPresent()) {
            return problem;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> seam(
      EncodedRendition left, EncodedRendition right, boolean isDamaged) {
    if (!left.initSha256().equals(right.initSha256())) {
      return Optional.of(left.name() + ": init segments of two chunks differ");
    }
    long end = left.segments().get(left.segments().size() - 1).endPts();
    long start = right.segments().get(0).startPts();
    return end == start || isDamaged
        ? Optional.empty()
        : Optional.of(
            "%s: a chunk ends before the picture at %s, the next one starts at %s"
                .formatted(left.name(), end, start));
  }

  /**
   * Checks that two parts of the ladder of one chunk have the same pictures, except where the
   * source is damaged, for the same reason.
   */
  public static Optional<String> sameTimes(
      TaskResult.VideoEncoded some, TaskResult.VideoEncoded others) {
    EncodedRendition left = some.renditions().get(0);
    EncodedRendition right = others.renditions().get(0);
    return isDamaged(some) || isDamaged(others) || sameTimes(left.segments(), right.segments())
        ? Optional.empty()
        : Optional.of(left.name() + ": other segment times than " + right.name());
  }

  private static boolean isDamaged(TaskResult.VideoEncoded chunk) {
    return chunk.frames().isDamaged();
  }

  private static Optional<String> kind(boolean fits) {
    return fits ? Optional.empty() : Optional.of("the kind of the result does not match the task");
  }

  private static Optional<String> subtitles(
      Task.ExtractSubtitles task, List<ExtractedSubtitles> extracted) {
    List<String> asked = task.renditions().stream().map(SubtitleRendition::name).toList();
    List<String> made = extracted.stream().map(ExtractedSubtitles::name).toList();
    if (!asked.equals(made)) {
      return Optional.of("asked for renditions " + asked + ", got " + made);
    }
    int segments = task.timeline().segmentCount();
    return extracted.stream()
        .filter(rendition -> rendition.segments() != segments)
        .findFirst()
        .map(r -> r.name() + ": " + r.segments() + " segments instead of " + segments);
  }

  private static Optional<String> thumbnails(ThumbnailGrid grid, TaskResult.ThumbnailsMade made) {
    return made.tiles() == grid.tiles() && made.sheets() == grid.sheets()
        ? Optional.empty()
        : Optional.of(
            "asked for %s pictures in %s sheets, got %s in %s"
                .formatted(grid.tiles(), grid.sheets(), made.tiles(), made.sheets()));
  }

  private static Optional<String> video(EncodeVideo task, List<EncodedRendition> encoded) {
    List<String> asked = task.renditions().stream().map(VideoRendition::name).toList();
    List<String> made = encoded.stream().map(EncodedRendition::name).toList();
    if (!asked.equals(made)) {
      return Optional.of("asked for renditions " + asked + ", got " + made);
    }
    Timeline timeline = task.outputTimes().timeline();
    for (EncodedRendition rendition : encoded) {
      if (!sameTimes(rendition.segments(), encoded.get(0).segments())) {
        return Optional.of(
            rendition.name() + ": other segment times than " + encoded.get(0).name());
      }
      Optional<String> problem =
          segments(rendition, timeline.timeBase(), task.firstSegment(), task.segmentCount());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return encoded.get(0).segments().stream()
        .filter(segment -> !inPlace(segment, timeline, task.isLast()))
        .findFirst()
        .map(
            segment ->
                "segment %s starts outside its time, at %s"
                    .formatted(segment.number(), segment.startPts()))
        .or(() -> task.frameRate() == null ? Optional.empty() : hole(encoded.get(0)));
  }

  /** Finds a missing picture at a constant frame rate, where each tick has one. */
  private static Optional<String> hole(EncodedRendition rendition) {
    return rendition.segments().stream()
        .filter(segment -> segment.frames() != segment.endPts() - segment.startPts())
        .findFirst()
        .map(
            segment ->
                "segment %s has %s pictures instead of %s"
                    .formatted(
                        segment.number(), segment.frames(), segment.endPts() - segment.startPts()));
  }

  private static boolean inPlace(EncodedSegment segment, Timeline timeline, boolean mayRunOver) {
    long start = segment.startPts() + timeline.originPts();
    boolean beforeNext = start < timeline.segmentStartPts(segment.number() + 1);
    boolean last = mayRunOver && segment.number() == timeline.segmentCount();
    return start >= timeline.segmentStartPts(segment.number()) && (beforeNext || last);
  }

  private static Optional<String> audio(Task.EncodeAudio task, List<EncodedRendition> encoded) {
    List<String> asked = task.renditions().stream().map(AudioRendition::name).toList();
    List<String> made = encoded.stream().map(EncodedRendition::name).toList();
    if (!asked.equals(made)) {
      return Optional.of("asked for renditions " + asked + ", got " + made);
    }
    for (int i = 0; i < encoded.size(); i++) {
      Rational timeBase = new Rational(1, task.renditions().get(i).sampleRateHz());
      Optional<String> problem =
          segments(encoded.get(i), timeBase, 1, task.timeline().segmentCount() + 1);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> segments(
      EncodedRendition rendition, Rational timeBase, int first, int count) {
    if (!rendition.timeBase().equals(timeBase)) {
      return Optional.of(
          rendition.name() + ": time base " + rendition.timeBase() + " instead of " + timeBase);
    }
    List<EncodedSegment> segments = rendition.segments();
    for (int i = 0; i < segments.size(); i++) {
      EncodedSegment segment = segments.get(i);
      if (segment.number() < first || segment.number() >= first + count) {
        return Optional.of(
            rendition.name() + ": segment " + segment.number() + " is not of this task");
      }
      if (i > 0 && !follows(segments.get(i - 1), segment)) {
        return Optional.of(
            "%s: segment %s does not follow the one before it"
                .formatted(rendition.name(), segment.number()));
      }
    }
    return Optional.empty();
  }

  private static boolean follows(EncodedSegment before, EncodedSegment segment) {
    return before.number() < segment.number() && before.endPts() == segment.startPts();
  }

  private static boolean sameTimes(List<EncodedSegment> some, List<EncodedSegment> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      EncodedSegment a = some.get(i);
      EncodedSegment b = others.get(i);
      if (a.number() != b.number()
          || a.frames() != b.frames()
          || a.startPts() != b.startPts()
          || a.endPts() != b.endPts()) {
        return false;
      }
    }
    return true;
  }
}
