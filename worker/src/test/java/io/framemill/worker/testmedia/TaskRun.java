package io.framemill.worker.testmedia;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.MediaTasks;
import io.framemill.worker.media.failure.MediaProgress;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of a small job as a controller would plan them, in this process. */
public final class TaskRun {
  private static final int SEGMENT_MILLIS = 1000;
  private static final Rational MILLIS = new Rational(1, 1000);

  private static final MediaTasks TASKS = new MediaTasks();
  private static final Attempt ATTEMPT = new Attempt(new JobId("job-1"), "task", 1);
  private static final MediaProgress UNHEARD = (frames, millis) -> {};

  private final Path source;
  private final Path output;
  private final MediaInfo media;
  private int segmentMillis = SEGMENT_MILLIS;
  private @Nullable Rational frameRate;
  private int programmeMillis;
  private @Nullable Geometry geometry;

  public TaskRun(Path source, Path output) {
    this.source = source;
    this.output = output;
    this.media = inspect(source);
  }

  public static MediaInfo inspect(Path source) {
    return inspect(source, null);
  }

  /** Also counts pictures by segments. */
  public static MediaInfo inspect(Path source, @Nullable SegmentGrid grid) {
    Task task = new Task.Inspect(ATTEMPT, "s", grid);
    TaskResult result = TASKS.run(task, source, source, SourceLimits.DEFAULT, UNHEARD);
    return ((TaskResult.Inspected) result).media();
  }

  public static VideoRendition rendition(String name, int width, int height) {
    return new VideoRendition(
        name,
        width,
        height,
        new Profile.VideoEncode(VideoCodec.H264, height, 21, 2000, 2000, "veryfast", "high"));
  }

  /** A rendition in a codec, by the preset that its built-in profile has. */
  public static VideoRendition rendition(VideoCodec codec, int width, int height) {
    String preset =
        switch (codec) {
          case H264 -> "veryfast";
          case HEVC -> "fast";
          case AV1 -> "8";
          case VP9 -> "5";
        };
    return new VideoRendition(
        height + "p",
        width,
        height,
        new Profile.VideoEncode(codec, height, 30, 2000, 2000, preset, null));
  }

  public MediaInfo media() {
    return media;
  }

  public MediaInfo.VideoStream video() {
    return media.video().get(0);
  }

  public Timeline timeline() {
    if (media.video().isEmpty()) {
      MediaInfo.AudioStream audio = media.audio().get(0);
      return new Timeline(audio.timeBase(), audio.startPts(), audio.endPts(), segmentMillis);
    }
    long start = video().startPts();
    long end = start + MILLIS.rescale(programmeMillis, video().timeBase(), RoundingMode.HALF_UP);
    return new Timeline(video().timeBase(), start, Math.max(end, video().endPts()), segmentMillis);
  }

  /** When the output's pictures are shown. */
  public OutputTimes times() {
    return new OutputTimes(timeline(), frameRate);
  }

  /** The same job with a constant frame rate; null for the source's times. */
  public TaskRun atRate(@Nullable Rational picturesPerSecond) {
    frameRate = picturesPerSecond;
    return this;
  }

  /** The same job with segments of another length than a second. */
  public TaskRun withSegmentsOf(int millis) {
    segmentMillis = millis;
    return this;
  }

  /** The same job with a programme that goes on for so long, if the pictures end earlier. */
  public TaskRun lasting(int millis) {
    programmeMillis = millis;
    return this;
  }

  /** The same job with pictures of another shape than the inspection found. */
  public TaskRun shaped(Geometry other) {
    geometry = other;
    return this;
  }

  /** All chunks of the programme, by several slots at a time in any order; results in order. */
  public List<TaskResult.VideoEncoded> encodeVideo(
      int segmentsPerChunk, int slots, Random order, VideoRendition... renditions) {
    int count = times().timeline().segmentCount();
    List<Integer> firsts =
        IntStream.rangeClosed(1, count)
            .filter(n -> (n - 1) % segmentsPerChunk == 0)
            .boxed()
            .toList();
    List<Integer> shuffled = new ArrayList<>(firsts);
    Collections.shuffle(shuffled, order);
    Map<Integer, TaskResult.VideoEncoded> results = new ConcurrentHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(slots);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int first : shuffled) {
        int length = Math.min(segmentsPerChunk, count - first + 1);
        tasks.add(
            () -> {
              try (MediaTasks slot = new MediaTasks()) {
                return results.put(first, encodeChunk(slot, first, length, UNHEARD, renditions));
              }
            });
      }
      for (Future<Object> task : pool.invokeAll(tasks)) {
        task.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
    return firsts.stream().map(results::get).toList();
  }

  /** All chunks of the programme, one after another. */
  public List<TaskResult.VideoEncoded> encodeVideo(
      int segmentsPerChunk, VideoRendition... renditions) {
    List<TaskResult.VideoEncoded> results = new ArrayList<>();
    int count = times().timeline().segmentCount();
    for (int first = 1; first <= count; first += segmentsPerChunk) {
      int length = Math.min(segmentsPerChunk, count - first + 1);
      results.add(encodeChunk(first, length, UNHEARD, renditions));
    }
    return results;
  }

  public TaskResult.VideoEncoded encodeChunk(
      int firstSegment, int segments, MediaProgress progress, VideoRendition... renditions) {
    return encodeChunk(TASKS, firstSegment, segments, progress, renditions);
  }

  private TaskResult.VideoEncoded encodeChunk(
      MediaTasks slot,
      int firstSegment,
      int segments,
      MediaProgress progress,
      VideoRendition... renditions) {
    Task task =
        new EncodeVideo(
            ATTEMPT,
            "s",
            "o",
            new EncodeVideo.Source(
                video().index(),
                geometry == null ? video().geometry() : geometry,
                video().color(),
                video().interlaced()),
            timeline(),
            frameRate,
            new EncodeVideo.Chunk(
                firstSegment,
                segments,
                media.seekByBytes(),
                seekPointsFor(times().sourceStartPts(firstSegment))),
            new EncodeVideo.Ladder(List.of(renditions)));
    return (TaskResult.VideoEncoded) slot.run(task, source, output, SourceLimits.DEFAULT, progress);
  }

  private List<SeekPoint> seekPointsFor(long startPts) {
    List<SeekPoint> nearestFirst = new ArrayList<>();
    for (SeekPoint point : video().keyFrames()) {
      if (point.pts() <= startPts) {
        nearestFirst.add(0, point);
      }
    }
    return nearestFirst;
  }

  private static AudioRendition audioRendition(int rateHz, int channels) {
    return rendition("und-96k", AudioCodec.AAC, rateHz, channels);
  }

  public static AudioRendition rendition(String name, AudioCodec codec, int rateHz, int channels) {
    Profile.AudioEncode encode =
        new Profile.AudioEncode(codec, 48 * Math.max(2, channels), channels);
    return new AudioRendition(name, "und", null, true, List.of(), rateHz, channels, encode);
  }

  public EncodedRendition encodeAudio(int rateHz, int channels) {
    return encodeAudio(null, audioRendition(rateHz, channels)).renditions().get(0);
  }

  /** Some renditions of the first audio track. */
  public TaskResult.AudioEncoded encodeAudio(
      @Nullable Loudness loudness, AudioRendition... renditions) {
    int stream = media.audio().get(0).index();
    Task task =
        new Task.EncodeAudio(ATTEMPT, "s", "o", stream, timeline(), loudness, List.of(renditions));
    return (TaskResult.AudioEncoded) TASKS.run(task, source, output, SourceLimits.DEFAULT, UNHEARD);
  }

  /** Puts a rendition and the sound, if wanted, into {@code clip.mp4}. */
  public TaskResult.Muxed mux(VideoRendition picture, boolean withSound, MediaProgress progress) {
    AudioRendition sound = withSound ? audioRendition(48_000, 2) : null;
    Task task = new Task.Mux(ATTEMPT, "s", "o", "clip.mp4", timeline(), picture, sound);
    return (TaskResult.Muxed) TASKS.run(task, source, output, SourceLimits.DEFAULT, progress);
  }

  /** All text tracks, as the controller would call them. */
  public TaskResult.SubtitlesExtracted extractSubtitles() {
    List<SubtitleRendition> renditions =
        media.subtitles().stream()
            .map(
                s ->
                    new SubtitleRendition(
                        "text-" + s.index(), s.index(), "und", null, false, false, List.of()))
            .toList();
    Task task = new Task.ExtractSubtitles(ATTEMPT, "s", "o", timeline(), renditions);
    return (TaskResult.SubtitlesExtracted)
        TASKS.run(task, source, output, SourceLimits.DEFAULT, UNHEARD);
  }

  public TaskResult.ThumbnailsMade makeThumbnails(
      ThumbnailGrid grid, VideoRendition tiles, VideoRendition poster) {
    Task task = new Task.Thumbnails(ATTEMPT, "s", "o", timeline(), grid, tiles, poster);
    return (TaskResult.ThumbnailsMade)
        TASKS.run(task, source, output, SourceLimits.DEFAULT, UNHEARD);
  }

  public DecodedStream decodedVideo(String rendition) {
    return DecodedMedia.ofSegments(output.resolve("video").resolve(rendition)).video().get(0);
  }

  public DecodedSound decodedSound(String rendition) {
    return DecodedSound.ofSegments(output.resolve("audio").resolve(rendition));
  }

  public DecodedMedia decodedAudio() {
    return DecodedMedia.ofSegments(output.resolve("audio").resolve("und-96k"));
  }
}
