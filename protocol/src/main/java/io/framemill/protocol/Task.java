package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
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

/** One message on a work queue: a piece of work for one slot. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Task.Inspect.class, name = "Inspect"),
  @JsonSubTypes.Type(value = Task.EncodeVideo.class, name = "EncodeVideo"),
  @JsonSubTypes.Type(value = Task.EncodeAudio.class, name = "EncodeAudio"),
  @JsonSubTypes.Type(value = Task.Mux.class, name = "Mux"),
  @JsonSubTypes.Type(value = Task.ExtractSubtitles.class, name = "ExtractSubtitles"),
  @JsonSubTypes.Type(value = Task.Thumbnails.class, name = "Thumbnails")
})
public sealed interface Task {
  /** Which try at which task of which job. */
  Attempt attempt();

  /** Storage key of the source. */
  String source();

  /** Storage key of the job's output directory; null for a task that writes nothing. */
  @Nullable String output();

  /** The same work as another try. */
  Task withAttempt(Attempt attempt);

  /** Applies the case of the actual kind. */
  <R> R accept(Cases<R> cases);

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
   * Look into the source; answered by {@link TaskResult.Inspected}.
   *
   * @param grid the segments by which to count pictures; null for no count by segments
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
    public Inspect withAttempt(Attempt next) {
      return new Inspect(next, source, grid);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.inspect(this);
    }
  }

  /**
   * Encode one chunk into some or all renditions; answered by {@link TaskResult.VideoEncoded}. The
   * output is exactly the source frames whose PTS lies in the chunk; with a frame rate, exactly the
   * output pictures of {@link OutputTimes} in its segments. The chunk that holds the last segment
   * also takes frames after {@link Timeline#endPts}, if the inspection missed some. Where the
   * source has no more pictures, the last one stays until {@link Timeline#endPts}: it is repeated
   * at the start of each segment behind its end, or only stays longer if that is less than a
   * second.
   *
   * <p>Files: {@code <output>/video/<rendition>/init.mp4} and {@code NNNNN.m4s}, numbered as the
   * segments.
   *
   * <p>In JSON the fields of video, chunk and ladder stand beside the others, in one object.
   *
   * @param output storage key of the job's output directory
   * @param video what to decode
   * @param timeline the programme's time line, in ticks of the video stream
   * @param frameRate pictures per second of the output; null keeps the source's times
   * @param chunk which part of the programme
   * @param ladder what to encode
   */
  record EncodeVideo(
      Attempt attempt,
      String source,
      String output,
      @JsonUnwrapped Source video,
      Timeline timeline,
      @Nullable Rational frameRate,
      @JsonUnwrapped Chunk chunk,
      @JsonUnwrapped Ladder ladder)
      implements Task {
    public EncodeVideo {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(video, "video");
      Objects.requireNonNull(timeline, "timeline");
      Objects.requireNonNull(chunk, "chunk");
      Objects.requireNonNull(ladder, "ladder");
      int programme = new OutputTimes(timeline, frameRate).timeline().segmentCount();
      if (chunk.lastSegment() > programme) {
        throw new IllegalArgumentException(
            "segments " + chunk.firstSegment() + " + " + chunk.segmentCount() + " of " + programme);
      }
    }

    /**
     * The video stream that is decoded.
     *
     * @param streamIndex its place in the container
     * @param geometry the shape of the output: that of most of the pictures. Pictures of another
     *     shape are fitted into it, with bars
     * @param color what the numbers of the pictures mean where they do not say it themselves; the
     *     output's colours follow from it alone, so that all chunks agree
     * @param deinterlace whether the first pictures hold two fields; of those that say so, wherever
     *     they are, one progressive picture is made in any case
     */
    public record Source(
        int streamIndex, Geometry geometry, MediaInfo.Color color, boolean deinterlace) {
      public Source {
        Objects.requireNonNull(geometry, "geometry");
        Objects.requireNonNull(color, "color");
      }
    }

    /**
     * A part of the programme that is encoded on its own.
     *
     * @param firstSegment number of its first segment, from 1
     * @param segmentCount its length in segments, from 1
     * @param seekByBytes whether to seek by {@link SeekPoint#bytePosition} instead of time
     * @param seekPoints where to start decoding, the best one first; each later one lies further
     *     back. Empty means: from the beginning, which is also the last resort
     */
    public record Chunk(
        int firstSegment, int segmentCount, boolean seekByBytes, List<SeekPoint> seekPoints) {
      public Chunk {
        seekPoints = List.copyOf(seekPoints);
        if (firstSegment < 1
            || segmentCount < 1
            || segmentCount > Integer.MAX_VALUE - firstSegment) {
          throw new IllegalArgumentException("segments " + firstSegment + " + " + segmentCount);
        }
      }

      /** Number of its last segment. */
      public int lastSegment() {
        return firstSegment + segmentCount - 1;
      }

      /** The same part, decoded from other places. */
      public Chunk withSeekPoints(List<SeekPoint> points) {
        return new Chunk(firstSegment, segmentCount, seekByBytes, points);
      }
    }

    /**
     * The renditions of a chunk.
     *
     * @param renditions what to encode, at least one
     * @param otherRenditions the rest of the ladder, which other tasks encode of the same chunk:
     *     pictures are scaled as if these were encoded, too, so that they do not depend on how the
     *     ladder is shared out
     */
    public record Ladder(List<VideoRendition> renditions, List<VideoRendition> otherRenditions) {
      public Ladder {
        renditions = List.copyOf(renditions);
        otherRenditions = List.copyOf(otherRenditions);
        if (renditions.isEmpty()) {
          throw new IllegalArgumentException("no renditions");
        }
      }

      /** The whole ladder in one task. */
      public Ladder(List<VideoRendition> renditions) {
        this(renditions, List.of());
      }
    }

    /** The same work on another chunk. */
    public EncodeVideo withChunk(Chunk next) {
      return new EncodeVideo(attempt, source, output, video, timeline, frameRate, next, ladder);
    }

    /** Number of the chunk's first segment, from 1. */
    public int firstSegment() {
      return chunk.firstSegment();
    }

    /** Length of the chunk in segments, from 1. */
    public int segmentCount() {
      return chunk.segmentCount();
    }

    /** Where to start decoding the chunk, the best place first. */
    public List<SeekPoint> seekPoints() {
      return chunk.seekPoints();
    }

    /** The renditions to encode, at least one. */
    public List<VideoRendition> renditions() {
      return ladder.renditions();
    }

    /** When the output's pictures are shown. */
    public OutputTimes outputTimes() {
      return new OutputTimes(timeline, frameRate);
    }

    /** Start of the chunk's source pictures in ticks, inclusive. */
    public long startPts() {
      return outputTimes().sourceStartPts(chunk.firstSegment());
    }

    /**
     * End of the chunk's source pictures in ticks, exclusive; {@link Long#MAX_VALUE} for the last
     * chunk of the programme.
     */
    public long endPts() {
      return isLast() ? Long.MAX_VALUE : outputTimes().sourceStartPts(chunk.lastSegment() + 1);
    }

    /** Whether the chunk holds the programme's last segment. */
    public boolean isLast() {
      return chunk.lastSegment() == outputTimes().timeline().segmentCount();
    }

    @Override
    public EncodeVideo withAttempt(Attempt next) {
      return new EncodeVideo(next, source, output, video, timeline, frameRate, chunk, ladder);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.encodeVideo(this);
    }
  }

  /**
   * Encode one whole audio track into some of its renditions; answered by {@link
   * TaskResult.AudioEncoded}. Sample 0 of the output is the programme's origin: earlier sound is
   * cut, a late start is silence. Nothing is encoded after {@link Timeline#endPts} if {@code
   * timeline} is the video's.
   *
   * <p>Files: {@code <output>/audio/<rendition>/init.mp4} and {@code NNNNN.m4s}. Segments are cut
   * at the first packet at or after the time line's segment starts.
   *
   * @param output storage key of the job's output directory
   * @param streamIndex the audio stream in the container
   * @param timeline the programme's time line, in ticks of the video stream
   * @param loudness what to normalise the track to, which is measured first; null for nothing
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
    public EncodeAudio withAttempt(Attempt next) {
      return new EncodeAudio(next, source, output, streamIndex, timeline, loudness, renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.encodeAudio(this);
    }
  }

  /**
   * Put one video rendition and at most one of sound into one MP4 file, packet by packet as they
   * are: from time 0 on, the index in front. Needs all segments of both; answered by {@link
   * TaskResult.Muxed}.
   *
   * <p>File: {@code <output>/mp4/<fileName>}.
   *
   * @param output storage key of the job's output directory
   * @param fileName plain name of the file, such as {@code film-720p.mp4}
   * @param timeline the programme's time line, in ticks of the pictures that come out
   * @param video which pictures
   * @param audio which sound; null for none
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
    /** One component of a path, visible, in at most 250 UTF-16 units. */
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
    public Mux withAttempt(Attempt next) {
      return new Mux(next, source, output, fileName, timeline, video, audio);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.mux(this);
    }
  }

  /**
   * Decode text tracks into WebVTT; answered by {@link TaskResult.SubtitlesExtracted}. Time 0 of
   * the files is the programme's origin. A cue that lasts over several segments stands in each of
   * them.
   *
   * <p>Files: {@code <output>/subs/<rendition>/NNNNN.vtt} for each segment of the time line, those
   * without a cue too, with the header that RFC 8216, 3.5, asks for; and {@code
   * <output>/subs/<rendition>.vtt}, all cues in one file without that header.
   *
   * @param output storage key of the job's output directory
   * @param timeline the programme's time line in segments that may be longer than those of the
   *     pictures
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
    public ExtractSubtitles withAttempt(Attempt next) {
      return new ExtractSubtitles(next, source, output, timeline, renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.extractSubtitles(this);
    }
  }

  /**
   * Make one poster and sheets of small pictures out of encoded renditions. Needs all segments of
   * both; answered by {@link TaskResult.ThumbnailsMade}.
   *
   * <p>Files: {@code <output>/thumbs/poster.jpg} and {@code sprite-NNNNN.jpg}, numbered from 1.
   *
   * @param output storage key of the job's output directory
   * @param timeline the programme's time line, in ticks of the video stream
   * @param grid how the small pictures are laid out
   * @param tiles the rendition that the small pictures are made of
   * @param poster the rendition that the poster is made of, at its size
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
    public Thumbnails withAttempt(Attempt next) {
      return new Thumbnails(next, source, output, timeline, grid, tiles, poster);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.thumbnails(this);
    }
  }
}
