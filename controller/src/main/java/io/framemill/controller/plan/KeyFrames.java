package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;

/** Key frames of a source, where decoding can start. Times are in ticks of its video stream. */
final class KeyFrames {
  private final VideoStream source;
  private final int ticksBefore;
  private final double secondsPerTick;

  /**
   * @param needsOneBefore whether processing from a time on also needs the previous picture
   */
  KeyFrames(VideoStream source, boolean needsOneBefore) {
    this.source = source;
    this.ticksBefore = needsOneBefore ? 1 : 0;
    this.secondsPerTick = source.timeBase().toDouble();
  }

  /** The best seek points to decode pictures from a time on, nearest first. */
  List<SeekPoint> seekPoints(long pts) {
    List<SeekPoint> points = new ArrayList<>();
    int nearest = lastUpTo(pts - ticksBefore);
    for (int back = 0; nearest - back >= 0 && points.size() < 3; back = 2 * back + 1) {
      points.add(source.keyFrames().get(nearest - back));
    }
    return points;
  }

  /** Seconds to decode from the key frame before a time to reach it. */
  double leadSeconds(long pts) {
    int nearest = lastUpTo(pts - ticksBefore);
    long from = nearest >= 0 ? source.keyFrames().get(nearest).pts() : source.startPts();
    return Math.max(0, Math.min(pts, source.endPts()) - from) * secondsPerTick;
  }

  /** The longest distance between two key frames, or from one to the end. */
  double longestGapSeconds() {
    long gap = 0;
    long last = source.startPts();
    for (SeekPoint keyFrame : source.keyFrames()) {
      gap = Math.max(gap, keyFrame.pts() - last);
      last = keyFrame.pts();
    }
    return Math.max(gap, source.endPts() - last) * secondsPerTick;
  }

  /** Index of the last one at or before a time; -1 if there is none. */
  private int lastUpTo(long pts) {
    int low = 0;
    int high = source.keyFrames().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (source.keyFrames().get(middle).pts() <= pts) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
