package io.framemill.controller.plan;

import io.framemill.protocol.MediaInfo.VideoStream;
import io.framemill.protocol.OutputTimes;
import java.util.Random;

/** What chunks cost, as far as the source tells. Segments count from 1. */
final class ChunkCosts {
  private final CostModel model;

  /** Seconds of mean work before each segment; one more than there are segments. */
  private final double[] workBefore;

  private final double[] leadSeconds;

  ChunkCosts(
      OutputTimes times,
      VideoStream source,
      KeyFrames keyFrames,
      SourceBytes bytes,
      CostModel model) {
    this.model = model;
    int count = times.timeline().segmentCount();
    double secondsPerTick = source.timeBase().toDouble();
    workBefore = new double[count + 1];
    leadSeconds = new double[count];
    double origin = bytes.workBefore(times.source().originPts());
    for (int i = 0; i <= count; i++) {
      long start = Math.min(times.source().endPts(), times.sourceStartPts(i + 1));
      workBefore[i] = (bytes.workBefore(start) - origin) * secondsPerTick;
      if (i < count) {
        leadSeconds[i] = keyFrames.leadSeconds(start);
      }
    }
  }

  private ChunkCosts(CostModel model, double[] workBefore, double[] leadSeconds) {
    this.model = model;
    this.workBefore = workBefore;
    this.leadSeconds = leadSeconds;
  }

  /** The same source, were its segments harder or easier than they seem, by chance. */
  ChunkCosts varied(Random random, double spread) {
    double[] varied = new double[workBefore.length];
    for (int i = 1; i < varied.length; i++) {
      double factor = StrictMath.exp(spread * random.nextGaussian() - spread * spread / 2);
      varied[i] = varied[i - 1] + factor * (workBefore[i] - workBefore[i - 1]);
    }
    return new ChunkCosts(model, varied, leadSeconds);
  }

  int segmentCount() {
    return leadSeconds.length;
  }

  /** Whether a chunk holds the last segment. */
  boolean isLast(Chunk chunk) {
    return chunk.firstSegment() + chunk.segments() - 1 == segmentCount();
  }

  /** Seconds of mean work in a range of segments. */
  double work(int first, int segments) {
    return workBefore[first - 1 + segments] - workBefore[first - 1];
  }

  /** How much has to be decoded to reach a segment; 0 behind the last one. */
  double leadSeconds(int segment) {
    return segment > leadSeconds.length ? 0 : leadSeconds[segment - 1];
  }

  /**
   * Cost of a chunk.
   *
   * @param follows whether its slot has just done the chunk before it, and goes on from there
   */
  double of(Chunk chunk, boolean follows) {
    double lead = follows ? 0 : leadSeconds(chunk.firstSegment()) * model.leadSecond();
    return CostModel.task()
        + lead
        + work(chunk.firstSegment(), chunk.segments()) * chunk.share().costPerSecond();
  }
}
