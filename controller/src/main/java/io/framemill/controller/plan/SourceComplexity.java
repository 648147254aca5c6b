package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much work the pictures of a time range are, told by the bytes that the source spends on them:
 * what was hard for its encoder is hard for ours. Times are in ticks of the video stream.
 */
final class SourceComplexity {
  /**
   * The part of the work that goes with the bytes; the rest goes with the time:
   * docs/performance.md, "Chunk plan".
   */
  private static final double SHARE_BY_BYTES = 0.4;

  /** So many times the mean rate are taken for something else than pictures. */
  private static final double MOST_RATE = 4;

  /** By the time from which on they hold. */
  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();

  /** From one key frame to the next; 1 is the mean work of a tick. */
  private record Stretch(double workBefore, double workPerTick) {}

  SourceComplexity(MediaInfo media, VideoStream stream) {
    List<SeekPoint> points = new ArrayList<>(stream.keyFrames());
    points.add(new SeekPoint(stream.endPts(), media.sizeBytes()));
    if (isAscending(points)) {
      SeekPoint first = points.get(0);
      double meanRate = rate(first, points.get(points.size() - 1));
      double before = first.pts();
      for (int i = 1; i < points.size(); i++) {
        SeekPoint from = points.get(i - 1);
        SeekPoint to = points.get(i);
        double rate = Math.min(MOST_RATE, rate(from, to) / meanRate);
        double work = 1 - SHARE_BY_BYTES + SHARE_BY_BYTES * rate;
        stretches.put(from.pts(), new Stretch(before, work));
        before += (to.pts() - from.pts()) * work;
      }
    }
  }

  /** Some demuxers know no positions; in some files packets lie out of order. */
  private static boolean isAscending(List<SeekPoint> points) {
    for (int i = 1; i < points.size(); i++) {
      SeekPoint before = points.get(i - 1);
      SeekPoint point = points.get(i);
      if (before.bytePosition() < 0
          || point.bytePosition() <= before.bytePosition()
          || point.pts() <= before.pts()) {
        return false;
      }
    }
    return true;
  }

  private static double rate(SeekPoint from, SeekPoint to) {
    return (to.bytePosition() - from.bytePosition()) / (double) (to.pts() - from.pts());
  }

  /** The work of all pictures before a time; only differences count, in ticks of mean work. */
  double workBefore(long pts) {
    Map.Entry<Long, Stretch> entry = stretches.floorEntry(pts);
    return entry == null
        ? pts
        : entry.getValue().workBefore() + (pts - entry.getKey()) * entry.getValue().workPerTick();
  }
}
