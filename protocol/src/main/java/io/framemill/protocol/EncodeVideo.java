package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encode one chunk into some or all renditions; answered by {@link TaskResult.VideoEncoded}. The
 * output is exactly the source frames whose PTS lies in the chunk; with a frame rate, exactly the
 * output pictures of {@link OutputTimes} in its segments. The chunk that holds the last segment
 * also takes frames after {@link Timeline#endPts}, if the inspection missed some. Where the source
 * has no more pictures, the last one stays until {@link Timeline#endPts}: it is repeated at the
 * start of each segment behind its end, or only stays longer if that is less than a second.
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
public record EncodeVideo(
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
      if (firstSegment < 1 || segmentCount < 1 || segmentCount > Integer.MAX_VALUE - firstSegment) {
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
  public List<String> renditionNames() {
    return renditions().stream().map(VideoRendition::name).toList();
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
