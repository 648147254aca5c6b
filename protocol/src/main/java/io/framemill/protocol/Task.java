package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message on a work queue: a unit of work for one slot. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Task.Inspect.class, name = "Inspect"),
  @JsonSubTypes.Type(value = EncodeVideo.class, name = "EncodeVideo"),
  @JsonSubTypes.Type(value = Task.EncodeAudio.class, name = "EncodeAudio"),
  @JsonSubTypes.Type(value = Task.Mux.class, name = "Mux"),
  @JsonSubTypes.Type(value = Task.ExtractSubtitles.class, name = "ExtractSubtitles"),
  @JsonSubTypes.Type(value = Task.Thumbnails.class, name = "Thumbnails")
})
public sealed interface Task
    permits Task.Inspect,
        EncodeVideo,
        Task.EncodeAudio,
        Task.Mux,
        Task.ExtractSubtitles,
        Task.Thumbnails {
  /** Which try at which task of which job. */
  Attempt attempt();

  /** Storage key of the source. */
  String source();

  /** Storage key of the job's output directory; null for a task that writes nothing. */
  @Nullable String output();

  /** Names of the renditions that the task makes, or makes something from. */
  List<String> renditionNames();

  /** When the task may run. */
  default Stage stage() {
    return Stage.ENCODE;
  }

  /** The same work as another try. */
  Task withAttempt(Attempt attempt);

  /** Applies the case of the actual kind. */
  <R> R accept(Cases<R> cases);

  /** Order of a job's tasks: a task may run once all tasks of earlier stages are done. */
  enum Stage {
    /** Inspection of the source. */
    INSPECT,
    /** Encoding; needs only the source. */
    ENCODE,
    /** Assembly; needs encoded output. */
    ASSEMBLE
  }

  /** One method for each kind of task, so that a new kind breaks the build of every caller. */
  interface Cases<R> {
    R inspect(Inspect task);

    R encodeVideo(EncodeVideo task);

    R encodeAudio(EncodeAudio task);

    R mux(Mux task);

    R extractSubtitles(ExtractSubtitles task);

    R thumbnails(Thumbnails task);
  }

  /**
   * Inspects the source; answered by {@link TaskResult.Inspected}.
   *
   * @param grid segments for counting pictures; null to count only the total
   */
  record Inspect(Attempt attempt, String source, @Nullable SegmentGrid grid) implements Task {
    public Inspect {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
    }

    @Override
    public @Nullable String output() {
      return null;
    }

    @Override
    public List<String> renditionNames() {
      return List.of();
    }

    @Override
    public Stage stage() {
      return Stage.INSPECT;
    }

    @Override
    public Inspect withAttempt(Attempt next) {
      return new Inspect(next, source, grid);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.inspect(this);
    }
  }

  /**
   * Encodes one whole audio track into some of its renditions; answered by {@link
   * TaskResult.AudioEncoded}. Sample 0 of the output is the programme's origin: earlier sound is
   * cut, a late start is filled with silence. Nothing is encoded after {@link Timeline#endPts} if
   * {@code timeline} is the video's.
   *
   * <p>Files: {@code <output>/audio/<rendition>/init.mp4} and {@code NNNNN.m4s}. Segments are cut
   * at the first packet at or after the timeline's segment starts.
   *
   * @param output storage key of the job's output directory
   * @param streamIndex the audio stream in the container
   * @param timeline the programme's timeline, in ticks of the video stream
   * @param loudness loudness target, for which the track is measured first; null for no
   *     normalisation
   * @param renditions what to encode, at least one
   */
  record EncodeAudio(
      Attempt attempt,
      String source,
      String output,
      int streamIndex,
      Timeline timeline,
      @Nullable Loudness loudness,
      List<AudioRendition> renditions)
      implements Task {
    public EncodeAudio {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(timeline, "timeline");
      renditions = List.copyOf(renditions);
      if (renditions.isEmpty()) {
        throw new IllegalArgumentException("no renditions");
      }
    }

    @Override
    public List<String> renditionNames() {
      return renditions.stream().map(AudioRendition::name).toList();
    }

    @Override
    public EncodeAudio withAttempt(Attempt next) {
      return new EncodeAudio(next, source, output, streamIndex, timeline, loudness, renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.encodeAudio(this);
    }
  }

  /**
   * Remuxes one video rendition and at most one audio rendition into one MP4 file, without
   * encoding: from time 0 on, with the index first (faststart). Needs all segments of both;
   * answered by {@link TaskResult.Muxed}.
   *
   * <p>File: {@code <output>/mp4/<fileName>}.
   *
   * @param output storage key of the job's output directory
   * @param fileName plain name of the file, such as {@code film-720p.mp4}
   * @param timeline the programme's timeline, in ticks of the output pictures
   * @param video the video rendition
   * @param audio the audio rendition; null for none
   */
  record Mux(
      Attempt attempt,
      String source,
      String output,
      String fileName,
      Timeline timeline,
      VideoRendition video,
      @Nullable AudioRendition audio)
      implements Task {
    /** One visible path component of at most 250 UTF-16 units. */
    private static final Pattern FILE_NAME =
        Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,249}");

    public Mux {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(timeline, "timeline");
      Objects.requireNonNull(video, "video");
      if (!FILE_NAME.matcher(fileName).matches()) {
        throw new IllegalArgumentException("not a plain file name: " + fileName);
      }
    }

    @Override
    public List<String> renditionNames() {
      return List.of(video.name());
    }

    @Override
    public Stage stage() {
      return Stage.ASSEMBLE;
    }

    @Override
    public Mux withAttempt(Attempt next) {
      return new Mux(next, source, output, fileName, timeline, video, audio);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.mux(this);
    }
  }

  /**
   * Decodes text tracks into WebVTT; answered by {@link TaskResult.SubtitlesExtracted}. Time 0 of
   * the files is the programme's origin. A cue that spans several segments is repeated in each of
   * them.
   *
   * <p>Files: {@code <output>/subs/<rendition>/NNNNN.vtt} for each segment of the timeline, even
   * without cues, with the header that RFC 8216, 3.5, requires; and {@code
   * <output>/subs/<rendition>.vtt}, all cues in one file without that header.
   *
   * @param output storage key of the job's output directory
   * @param timeline the programme's timeline in segments that may be longer than those of the video
   * @param renditions which tracks, at least one
   */
  record ExtractSubtitles(
      Attempt attempt,
      String source,
      String output,
      Timeline timeline,
      List<SubtitleRendition> renditions)
      implements Task {
    public ExtractSubtitles {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(timeline, "timeline");
      renditions = List.copyOf(renditions);
      if (renditions.isEmpty()) {
        throw new IllegalArgumentException("no renditions");
      }
    }

    @Override
    public List<String> renditionNames() {
      return renditions.stream().map(SubtitleRendition::name).toList();
    }

    @Override
    public ExtractSubtitles withAttempt(Attempt next) {
      return new ExtractSubtitles(next, source, output, timeline, renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.extractSubtitles(this);
    }
  }

  /**
   * Makes one poster and sprite sheets of thumbnails from encoded renditions. Needs all segments of
   * both; answered by {@link TaskResult.ThumbnailsMade}.
   *
   * <p>Files: {@code <output>/thumbs/poster.jpg} and {@code sprite-NNNNN.jpg}, numbered from 1.
   *
   * @param output storage key of the job's output directory
   * @param timeline the programme's timeline, in ticks of the video stream
   * @param grid layout of the thumbnails
   * @param tiles the rendition for the thumbnails
   * @param poster the rendition for the poster, at its size
   */
  record Thumbnails(
      Attempt attempt,
      String source,
      String output,
      Timeline timeline,
      ThumbnailGrid grid,
      VideoRendition tiles,
      VideoRendition poster)
      implements Task {
    public Thumbnails {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(timeline, "timeline");
      Objects.requireNonNull(grid, "grid");
      Objects.requireNonNull(tiles, "tiles");
      Objects.requireNonNull(poster, "poster");
    }

    @Override
    public List<String> renditionNames() {
      return List.of(tiles.name());
    }

    @Override
    public Stage stage() {
      return Stage.ASSEMBLE;
    }

    @Override
    public Thumbnails withAttempt(Attempt next) {
      return new Thumbnails(next, source, output, timeline, grid, tiles, poster);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.thumbnails(this);
    }
  }
}
