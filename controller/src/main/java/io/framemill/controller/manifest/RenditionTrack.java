package io.framemill.controller.manifest;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedSegment;
import java.util.List;

/**
 * The encoded part of one rendition.
 *
 * @param codecs RFC 6381 codec string
 * @param timeBase seconds per tick of the segments' times
 * @param segments in order of time, without gaps; at least one
 * @param heldFrames frames at the end that repeat the source's last picture
 * @param heldTicks length of the track after the end of that picture
 */
public record RenditionTrack(
    String codecs,
    Rational timeBase,
    List<EncodedSegment> segments,
    long heldFrames,
    long heldTicks) {
  public RenditionTrack {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("a track without a segment");
    }
  }

  /** A track without repeated pictures at its end. */
  public RenditionTrack(String codecs, Rational timeBase, List<EncodedSegment> segments) {
    this(codecs, timeBase, segments, 0, 0);
  }

  /** Length of one segment in seconds. */
  double seconds(EncodedSegment segment) {
    return (segment.endPts() - segment.startPts()) * timeBase.toDouble();
  }

  /** Length of all segments in seconds. */
  double seconds() {
    return (endPts() - segments.get(0).startPts()) * timeBase.toDouble();
  }

  /**
   * Frames per second of the part with source frames: the nominal rate, even if rounded timestamps
   * deviate from it.
   */
  Rational frameRate() {
    long ticks = endPts() - segments.get(0).startPts();
    return FrameRates.nominal(
        Math.max(1, frames() - heldFrames), Math.max(1, ticks - heldTicks), timeBase);
  }

  /** Frames of all segments. */
  long frames() {
    return segments.stream().mapToLong(EncodedSegment::frames).sum();
  }

  /** Where the last segment ends, in ticks after the programme's origin. */
  long endPts() {
    return segments.get(segments.size() - 1).endPts();
  }

  /** Length of the longest segment. */
  long longestMicros() {
    return SegmentDurations.micros(
        segments.stream().mapToDouble(this::seconds).max().orElseThrow());
  }

  /** RFC 8216, 4.3.4.2, average segment bit rate: bits of all segments over their length. */
  long averageBitsPerSecond() {
    long bytes = segments.stream().mapToLong(EncodedSegment::bytes).sum();
    return (long) Math.ceil(bytes * 8 / seconds());
  }

  /**
   * RFC 8216, 4.3.4.2, peak segment bit rate: the largest bit rate of any contiguous set of
   * segments whose length is between 0.5 and 1.5 target durations; of the whole track if none is.
   *
   * @param target the target duration of the presentation in seconds
   */
  long peakBitsPerSecond(int target) {
    double peak = 0;
    for (int first = 0; first < segments.size(); first++) {
      long bytes = 0;
      double length = 0;
      for (int last = first; last < segments.size() && length <= 1.5 * target; last++) {
        if (length >= 0.5 * target) {
          peak = Math.max(peak, bytes * 8 / length);
        }
        bytes += segments.get(last).bytes();
        length += seconds(segments.get(last));
      }
      if (length >= 0.5 * target && length <= 1.5 * target) {
        peak = Math.max(peak, bytes * 8 / length);
      }
    }
    return peak > 0 ? (long) Math.ceil(peak) : averageBitsPerSecond();
  }
}
