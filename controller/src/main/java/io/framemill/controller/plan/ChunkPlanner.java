package io.framemill.controller.plan;

import io.framemill.protocol.MediaInfo.VideoStream;
import io.framemill.protocol.OutputTimes;
import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Cuts a time line into chunks of whole segments.
 *
 * <p>Long chunks waste less decoding (a chunk that does not start on a key frame decodes from the
 * one before), short ones spread better over slots. Each length is tried on paper: the one whose
 * last slot is done first wins.
 */
final class ChunkPlanner {
  private static final int MAX_SEGMENTS = 5;
  private static final double MAX_SECONDS = 30;

  /**
   * Share of the longest chunk that is added to a plan's time: content varies, so the last chunk
   * may be a costly one.
   */
  private static final double TAIL_RISK = 0.5;

  private final OutputTimes times;
  private final Timeline timeline;
  private final int segmentCount;
  private final VideoStream source;
  private final CostModel costs;

  ChunkPlanner(OutputTimes times, VideoStream source, CostModel costs) {
    this.times = times;
    this.timeline = times.source();
    this.segmentCount = times.timeline().segmentCount();
    this.source = source;
    this.costs = costs;
  }

  /** A chunk: {@code segments} segments from {@code firstSegment} on, and what it costs. */
  record Chunk(int firstSegment, int segments, double cost) {}

  /** The chunks of the best plan, in the order of time. */
  List<Chunk> plan(int slots) {
    List<Chunk> best = cut(1);
    double bestTime = estimate(best, slots);
    for (int segments = 2; segments <= longest(); segments++) {
      List<Chunk> candidate = cut(segments);
      double time = estimate(candidate, slots);
      if (time <= bestTime) {
        best = candidate;
        bestTime = time;
      }
    }
    return best;
  }

  /** The best places to start decoding a chunk, nearest first; empty for the first chunk. */
  List<SeekPoint> seekPoints(Chunk chunk) {
    if (chunk.firstSegment() == 1) {
      return List.of();
    }
    List<SeekPoint> points = new ArrayList<>();
    // To deinterlace or to change the frame rate, the slot needs the picture before the chunk, too.
    boolean withOneBefore = source.interlaced() || times.frameRate() != null;
    long first = times.sourceStartPts(chunk.firstSegment()) - (withOneBefore ? 1 : 0);
    int nearest = lastKeyFrameUpTo(first);
    for (int back = 0; nearest - back >= 0 && points.size() < 3; back = 2 * back + 1) {
      points.add(source.keyFrames().get(nearest - back));
    }
    return points;
  }

  /**
   * Up to five segments or half a minute, and more if the source's key frames lie further apart.
   */
  private int longest() {
    double segmentSeconds = timeline.segmentMillis() / 1000.0;
    int byTime = Math.min(MAX_SEGMENTS, (int) (MAX_SECONDS / segmentSeconds));
    int byKeyFrames = (int) Math.ceil(longestKeyFrameGapSeconds() / segmentSeconds);
    return Math.min(segmentCount, Math.max(byTime, byKeyFrames));
  }

  private List<Chunk> cut(int segments) {
    List<Chunk> chunks = new ArrayList<>();
    for (int first = 1; first <= segmentCount; first += segments) {
      int length = Math.min(segments, segmentCount - first + 1);
      long start = times.sourceStartPts(first);
      long end = Math.min(timeline.endPts(), times.sourceStartPts(first + length));
      chunks.add(
          new Chunk(first, length, costs.videoChunk(seconds(end - start), leadSeconds(start))));
    }
    return chunks;
  }

  /** Time until the last slot is done when the longest chunks go first. */
  private static double estimate(List<Chunk> chunks, int slots) {
    PriorityQueue<Double> busyUntil = new PriorityQueue<>();
    for (int i = 0; i < slots; i++) {
      busyUntil.add(0.0);
    }
    List<Chunk> longestFirst =
        chunks.stream().sorted(Comparator.comparingDouble(Chunk::cost).reversed()).toList();
    double end = 0;
    for (Chunk chunk : longestFirst) {
      double done = busyUntil.remove() + chunk.cost();
      busyUntil.add(done);
      end = Math.max(end, done);
    }
    return end + TAIL_RISK * longestFirst.get(0).cost();
  }

  private double leadSeconds(long startPts) {
    int keyFrame = lastKeyFrameUpTo(startPts);
    long from = keyFrame >= 0 ? source.keyFrames().get(keyFrame).pts() : source.startPts();
    return seconds(Math.max(0, startPts - from));
  }

  private double longestKeyFrameGapSeconds() {
    long gap = 0;
    long last = source.startPts();
    for (SeekPoint keyFrame : source.keyFrames()) {
      gap = Math.max(gap, keyFrame.pts() - last);
      last = keyFrame.pts();
    }
    return seconds(Math.max(gap, source.endPts() - last));
  }

  /** Index of the last key frame at or before a time; -1 if there is none. */
  private int lastKeyFrameUpTo(long pts) {
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

  private double seconds(long ticks) {
    return ticks * timeline.timeBase().toDouble();
  }
}
