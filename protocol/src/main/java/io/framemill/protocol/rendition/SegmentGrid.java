package io.framemill.protocol.rendition;

import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * Segmentation of a job before its source is known: the inspection counts pictures by these
 * segments.
 *
 * @param segmentMillis as {@link Timeline#segmentMillis}
 * @param frameRate as {@link OutputTimes#frameRate}
 */
public record SegmentGrid(int segmentMillis, @Nullable Rational frameRate) {
  public SegmentGrid {
    if (segmentMillis < Timeline.MIN_SEGMENT_MILLIS
        || segmentMillis > Timeline.MAX_SEGMENT_MILLIS) {
      throw new IllegalArgumentException("segment length out of range: " + segmentMillis + " ms");
    }
    if (frameRate != null && frameRate.numerator() <= 0) {
      throw new IllegalArgumentException("frame rate is not positive: " + frameRate);
    }
  }
}
