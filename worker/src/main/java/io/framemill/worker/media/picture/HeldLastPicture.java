package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the last picture of a source stays until the programme ends, if that is later, as far as it
 * concerns one chunk: it is repeated at the start of each segment behind its own end, or only stays
 * longer if less than a second is missing. All times in ticks of the source. Pure.
 *
 * @param firstSegment the chunk's first segment
 * @param segmentCount length of the chunk in segments
 * @param endPts when the picture itself ends
 */
record HeldLastPicture(Timeline timeline, int firstSegment, int segmentCount, long endPts) {
  private static final Rational SECOND = new Rational(1, 1);

  static HeldLastPicture of(EncodeVideo task, long endPts) {
    return new HeldLastPicture(task.timeline(), task.firstSegment(), task.segmentCount(), endPts);
  }

  private boolean isHeld() {
    long second = SECOND.rescale(1, timeline.timeBase(), RoundingMode.CEILING);
    return timeline.endPts() - endPts >= second;
  }

  /** When the picture is shown again in the chunk. */
  List<Long> repeats() {
    return isHeld()
        ? IntStream.range(firstSegment, firstSegment + segmentCount)
            .mapToObj(timeline::segmentStartPts)
            .filter(pts -> pts >= endPts)
            .toList()
        : List.of();
  }

  /** When the last picture of the chunk ends: where the next one is shown, if one is. */
  long end() {
    if (isHeld()) {
      int next = firstSegment + segmentCount;
      return IntStream.rangeClosed(next, timeline.segmentCount())
          .mapToLong(timeline::segmentStartPts)
          .filter(pts -> pts >= endPts)
          .findFirst()
          .orElse(timeline.endPts());
    }
    return Math.max(endPts, timeline.endPts());
  }
}
