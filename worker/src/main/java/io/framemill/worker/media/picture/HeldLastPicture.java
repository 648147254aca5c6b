package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Extends the last picture of a source until the end of the programme, for one chunk: it is
 * repeated at the start of each segment after its own end, or only lasts longer if less than a
 * second is missing. All times in ticks of the source. Pure.
 *
 * @param firstSegment the chunk's first segment
 * @param segmentCount length of the chunk in segments
 * @param endPts end of the picture itself
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

  /** Times of repeats in the chunk. */
  List<Long> repeats() {
    return isHeld()
        ? IntStream.range(firstSegment, firstSegment + segmentCount)
            .mapToObj(timeline::segmentStartPts)
            .filter(pts -> pts >= endPts)
            .toList()
        : List.of();
  }

  /** End of the last picture of the chunk, which is the time of the next one, if any. */
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
