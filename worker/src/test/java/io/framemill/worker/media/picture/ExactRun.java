package io.framemill.worker.media.picture;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.TaskRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Encodes one sample in one chunk and in several ways in many, and compares. */
final class ExactRun {
  private static final VideoRendition LARGE = TaskRun.rendition("90p", 160, 90);
  private static final VideoRendition SMALL = TaskRun.rendition("44p", 80, 44);
  private static final Rational FIELD_SECONDS = new Rational(1001, 60_000);
  private static final int ALL_SEGMENTS = 10_000;

  private final ExactSample sample;
  private final Path directory;
  private final Path source;

  ExactRun(ExactSample sample, Path directory) {
    this.sample = sample;
    this.directory = directory;
    this.source = sample.write(directory);
  }

  /** The first thing that contradicts the property. */
  Optional<String> problem() {
    Output whole = encode("whole", ALL_SEGMENTS, 1);
    PictureRow expected = inSource(whole.run());
    return whole
        .differs(expected)
        .map(problem -> "One chunk is not what a plain decoder shows: " + problem)
        .or(() -> miscounts(whole, ALL_SEGMENTS))
        .or(() -> differs(whole, 1, 7))
        .or(() -> differs(whole, sample.segmentsPerChunk(), 2));
  }

  /** The first chunk that has another number of pictures than a plain decoder shows in its time. */
  private Optional<String> miscounts(Output output, int segmentsPerChunk) {
    List<Long> times = decoded(output.run().timeline()).times();
    OutputTimes cut = output.run().times();
    for (int i = 0; i < output.chunks().size(); i++) {
      long start = cut.sourceStartPts(1 + i * segmentsPerChunk);
      boolean isLast = i + 1 == output.chunks().size();
      long end = isLast ? Long.MAX_VALUE : cut.sourceStartPts(1 + (i + 1) * segmentsPerChunk);
      long expected = times.stream().filter(pts -> pts >= start && pts < end).count();
      FrameCount frames = output.chunks().get(i).frames();
      if (frames.inChunk() != expected || frames.notShown() + frames.held() != 0) {
        return Optional.of("Chunk " + i + " of " + expected + " pictures reports " + frames);
      }
    }
    return Optional.empty();
  }

  private Optional<String> differs(Output whole, int segmentsPerChunk, int slots) {
    String how = "In chunks of " + segmentsPerChunk + " on " + slots + " slots";
    Output chunked = encode("chunks-of-" + segmentsPerChunk, segmentsPerChunk, slots);
    return chunked
        .differs(PictureRow.of(whole.run().decodedVideo(LARGE.name())))
        .or(() -> chunked.differsInReports(whole))
        .or(() -> miscounts(chunked, segmentsPerChunk))
        .map(problem -> how + ": " + problem);
  }

  private Output encode(String name, int segmentsPerChunk, int slots) {
    TaskRun run =
        new TaskRun(source, directory.resolve(name))
            .withSegmentsOf(sample.segmentMillis())
            .atRate(sample.fps());
    return new Output(
        run, run.encodeVideo(segmentsPerChunk, slots, new Random(sample.order()), LARGE, SMALL));
  }

  /** What a plain decoder shows, shifted to the programme's origin. */
  private PictureRow inSource(TaskRun run) {
    Timeline timeline = run.times().timeline();
    PictureRow decoded = decoded(run.timeline());
    Rational fps = sample.fps();
    return (fps == null ? decoded : decoded.at(fps, run.timeline()))
        .inTrack(TrackClock.ofVideo(timeline.timeBase()), timeline.originPts());
  }

  /** All of its streams of pictures, one after the other: a change of PID makes another one. */
  private PictureRow decoded(Timeline timeline) {
    PictureRow row = PictureRow.of(DecodedMedia.of(source).video());
    // A raw stream has no times of its own: libavformat makes some up, and none for the last one.
    return sample.kind() == SourceKind.RAW_MPEG2_REPEATED_FIELDS
        ? row.withRepeatedFields(FIELD_SECONDS, timeline)
        : row;
  }

  /** What one way of encoding gave. */
  private record Output(TaskRun run, List<TaskResult.VideoEncoded> chunks) {
    Optional<String> differs(PictureRow expected) {
      return Stream.of(LARGE, SMALL)
          .flatMap(
              rendition ->
                  expected
                      .difference(PictureRow.of(run.decodedVideo(rendition.name())))
                      .map(difference -> rendition.name() + ": " + difference)
                      .stream())
          .findFirst();
    }

    Optional<String> differsInReports(Output whole) {
      if (!segments().equals(whole.segments())) {
        return Optional.of("reported " + segments() + " instead of " + whole.segments());
      }
      if (!headers().equals(whole.headers())) {
        return Optional.of("there are " + headers().size() + " different init segments");
      }
      return Optional.empty();
    }

    /** Segments of the first rendition, their sizes left out. */
    private List<EncodedSegment> segments() {
      return chunks.stream()
          .flatMap(chunk -> chunk.renditions().get(0).segments().stream())
          .map(s -> new EncodedSegment(s.number(), 1, s.frames(), s.startPts(), s.endPts()))
          .toList();
    }

    private List<String> headers() {
      return chunks.stream()
          .flatMap(chunk -> chunk.renditions().stream())
          .map(EncodedRendition::initSha256)
          .distinct()
          .toList();
    }
  }
}
