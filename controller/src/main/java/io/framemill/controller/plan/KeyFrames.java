package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;

/** Where decoding a source can start. Times are in ticks of its video stream. */
final class KeyFrames {
  private final VideoStream source;
  private final int ticksBefore;
  private final double secondsPerTick;

  /**
   * @param needsOneBefore whether who wants pictures from a time on needs the one before, too
   */
  KeyFrames(VideoStream source, boolean needsOneBefore) {
    this.source = source;
    this.ticksBefore = needsOneBefore ? 1 : 0;
    this.secondsPerTick = source.timeBase().toDouble();
  }

  /** The best places to start decoding from for pictures from a time on, nearest first. */
  List<SeekPoint> seekPoints(long pts) {
    List<SeekPoint> points = new ArrayList<>();
    int nearest = lastUpTo(pts - ticksBefore);
    for (int back = 0; nearest - back >= 0 && points.size() < 3; back = 2 * back + 1) {
      points.add(source.keyFrames().get(nearest - back));
    }
    return points;
  }

  /** How much has to be decoded to reach a time. */
  double leadSeconds(long pts) {
    int nearest = lastUpTo(pts - ticksBefore);
    long from = nearest >= 0 ? source.keyFrames().get(nearest).pts() : source.startPts();
    return Math.max(0, Math.min(pts, source.endPts()) - from) * secondsPerTick;
  }

  /** The longest way from one to the next, or to the end. */
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
