package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estimates the work of the pictures in a time range by their bytes in the source: content that was
 * complex for the source's encoder is complex for ours. Times are in ticks of the video stream.
 */
final class SourceComplexity {
  /**
   * Share of the work that is proportional to bytes; the rest is proportional to time:
   * docs/performance.md, "Chunk plan".
   */
  private static final double SHARE_BY_BYTES = 0.4;

  /** Higher multiples of the mean rate are not attributed to pictures. */
  private static final double MAX_RATE = 4;

  /** Stretches by their start time. */
  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();

  /** A stretch between two key frames; 1 is the mean work of a tick. */
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
        double rate = Math.min(MAX_RATE, rate(from, to) / meanRate);
        double work = 1 - SHARE_BY_BYTES + SHARE_BY_BYTES * rate;
        stretches.put(from.pts(), new Stretch(before, work));
        before += (to.pts() - from.pts()) * work;
      }
    }
  }

  /** Some demuxers report no positions; in some files packets are out of order. */
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

  /**
   * The work of all pictures before a time, in ticks of mean work; only differences are meaningful.
   */
  double workBefore(long pts) {
    Map.Entry<Long, Stretch> entry = stretches.floorEntry(pts);
    return entry == null
        ? pts
        : entry.getValue().workBefore() + (pts - entry.getKey()) * entry.getValue().workPerTick();
  }
}
