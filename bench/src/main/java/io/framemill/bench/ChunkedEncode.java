package io.framemill.bench;

import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.MediaTasks;
import io.framemill.worker.media.failure.MediaProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Encodes a source in chunks of any length, in this process, with the product's own encode path.
 */
final class ChunkedEncode {
  private static final MediaProgress UNHEARD = (frames, millis) -> {};
  private static final int MAX_SEEK_POINTS = 3;

  private final MediaTasks tasks = new MediaTasks();
  private final Path source;
  private final MediaInfo media;
  private final EncodeVideo whole;

  ChunkedEncode(Path source, Profile profile) {
    this.source = source;
    JobId job = new JobId("bench");
    TaskResult inspected =
        tasks.run(
            new Task.Inspect(new Attempt(job, "inspect", 1), "source", null),
            source,
            source,
            SourceLimits.DEFAULT,
            UNHEARD);
    this.media = ((TaskResult.Inspected) inspected).media();
    this.whole =
        new Planner(job, "source", "output")
            .plan(media, profile, 1).tasks().stream()
                .map(PlannedTask::task)
                .filter(EncodeVideo.class::isInstance)
                .map(EncodeVideo.class::cast)
                .findFirst()
                .orElseThrow();
  }

  private ChunkedEncode(Path source, MediaInfo media, EncodeVideo whole) {
    this.source = source;
    this.media = media;
    this.whole = whole;
  }

  /** The same with the CRF of all renditions raised by one. */
  ChunkedEncode coarser() {
    return new ChunkedEncode(source, media, task(1, segmentCount(), coarser(renditions())));
  }

  private static List<VideoRendition> coarser(List<VideoRendition> renditions) {
    return renditions.stream()
        .map(
            it ->
                new VideoRendition(
                    it.name(), it.widthPixels(), it.heightPixels(), coarser(it.encode())))
        .toList();
  }

  private static Profile.VideoEncode coarser(Profile.VideoEncode it) {
    return new Profile.VideoEncode(
        it.codec(),
        it.height(),
        it.crf() + 1,
        it.maxRateKbps(),
        it.bufferKbps(),
        it.preset(),
        it.profile());
  }

  int segmentCount() {
    return whole.outputTimes().timeline().segmentCount();
  }

  /** Of what comes out. */
  double picturesPerSecond() {
    Rational asked = whole.frameRate();
    return (asked == null ? media.video().get(0).frameRate() : asked).toDouble();
  }

  double secondsPerSegment() {
    return whole.timeline().segmentMillis() / 1000.0;
  }

  List<VideoRendition> renditions() {
    return whole.renditions();
  }

  /** Encodes all chunks into a directory. */
  void run(int segmentsPerChunk, Path output) throws IOException {
    Files.createDirectories(output);
    for (int first = 1; first <= segmentCount(); first += segmentsPerChunk) {
      int count = Math.min(segmentsPerChunk, segmentCount() - first + 1);
      tasks.run(task(first, count, renditions()), source, output, SourceLimits.DEFAULT, UNHEARD);
    }
  }

  private EncodeVideo task(int firstSegment, int count, List<VideoRendition> renditions) {
    return new EncodeVideo(
        whole.attempt(),
        whole.source(),
        whole.output(),
        whole.video(),
        whole.timeline(),
        whole.frameRate(),
        new EncodeVideo.Chunk(
            firstSegment,
            count,
            media.seekByBytes(),
            seekPoints(whole.outputTimes().sourceStartPts(firstSegment))),
        new EncodeVideo.Ladder(renditions));
  }

  private List<SeekPoint> seekPoints(long startPts) {
    List<SeekPoint> points = new ArrayList<>();
    for (SeekPoint point : media.video().get(0).keyFrames()) {
      if (point.pts() <= startPts) {
        points.add(0, point);
      }
    }
    return points.subList(0, Math.min(MAX_SEEK_POINTS, points.size()));
  }

  /** Puts a rendition's init segment and segments together: that is a playable file. */
  static Path joined(Path output, String rendition, Path file) throws IOException {
    Path directory = output.resolve("video").resolve(rendition);
    try (OutputStream out = Files.newOutputStream(file);
        Stream<Path> files = Files.list(directory)) {
      Files.copy(directory.resolve(OutputLayout.INIT_SEGMENT), out);
      for (Path segment : files.filter(f -> f.toString().endsWith(".m4s")).sorted().toList()) {
        Files.copy(segment, out);
      }
    }
    return file;
  }
}
