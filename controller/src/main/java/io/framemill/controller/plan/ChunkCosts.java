package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Estimated costs of chunks. Segments count from 1. */
final class ChunkCosts {
  private final CostModel model;

  /** Prefix sums: seconds of mean work before each segment; one more than there are segments. */
  private final double[] workBefore;

  private final double[] leadSeconds;

  /** Seconds to decode from the last key frame to reach the last picture. */
  private final double leadToEndSeconds;

  private final int heldSegments;
  private final List<VideoRendition> ladder;

  /**
   * @param times the part of the programme that has source pictures
   * @param heldSegments number of segments after it that repeat the last picture, with one picture
   *     in each
   * @param ladder all renditions
   */
  ChunkCosts(
      OutputTimes times,
      VideoStream source,
      KeyFrames keyFrames,
      SourceComplexity bytes,
      CostModel model,
      int heldSegments,
      List<VideoRendition> ladder) {
    this.model = model;
    this.heldSegments = heldSegments;
    this.ladder = ladder;
    int count = times.timeline().segmentCount();
    double secondsPerTick = source.timeBase().toDouble();
    leadToEndSeconds = keyFrames.leadSeconds(times.source().endPts());
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

  private ChunkCosts(ChunkCosts other, double[] workBefore) {
    this.model = other.model;
    this.workBefore = workBefore;
    this.leadSeconds = other.leadSeconds;
    this.leadToEndSeconds = other.leadToEndSeconds;
    this.heldSegments = other.heldSegments;
    this.ladder = other.ladder;
  }

  /** The same costs with random errors in the estimates of segments. */
  ChunkCosts varied(Random random, double spread) {
    double[] varied = new double[workBefore.length];
    for (int i = 1; i < varied.length; i++) {
      double factor = StrictMath.exp(spread * random.nextGaussian() - spread * spread / 2);
      varied[i] = varied[i - 1] + factor * (workBefore[i] - workBefore[i - 1]);
    }
    return new ChunkCosts(this, varied);
  }

  /** Number of segments with source pictures. */
  int segmentCount() {
    return leadSeconds.length;
  }

  /** Whether a chunk contains the last segment with source pictures. */
  private boolean isLast(Chunk chunk) {
    return chunk.firstSegment() + chunk.segments() - 1 == segmentCount();
  }

  /** Number of segments with a repeated picture that a chunk encodes in addition to its own. */
  int heldWith(Chunk chunk) {
    if (!isLast(chunk)) {
      return 0;
    }
    double own = work(chunk.firstSegment(), chunk.segments()) * model.second(ladder);
    return (int) Math.min(heldSegments, maxHeld(ChunkPlanner.MAX_WORK_SECONDS - own));
  }

  /**
   * The chunks for the repeated segments that do not fit into the last chunk of source pictures;
   * none for other chunks.
   *
   * @param chunk with source pictures
   */
  List<Chunk> heldBehind(Chunk chunk) {
    List<Chunk> chunks = new ArrayList<>();
    if (isLast(chunk)) {
      int most = (int) Math.max(1, Math.min(heldSegments, maxHeld(ChunkPlanner.MAX_WORK_SECONDS)));
      int end = segmentCount() + heldSegments;
      for (int first = segmentCount() + heldWith(chunk) + 1; first <= end; first += most) {
        chunks.add(new Chunk(first, Math.min(most, end - first + 1), chunk.share()));
      }
    }
    return chunks;
  }

  /** How many repeated pictures can be encoded into all renditions in a time. */
  private double maxHeld(double seconds) {
    return Math.max(0, Math.floor(seconds / CostModel.frame(ladder)));
  }

  /** Seconds of mean work in a range of segments. */
  double work(int first, int segments) {
    return workBefore[first - 1 + segments] - workBefore[first - 1];
  }

  /** Seconds to decode from the key frame before a segment to its start; 0 after the last one. */
  double leadSeconds(int segment) {
    return segment > leadSeconds.length ? 0 : leadSeconds[segment - 1];
  }

  /**
   * Cost of a chunk of source pictures, including the repeated ones that it encodes in addition.
   *
   * @param follows whether its slot has just encoded the previous chunk and continues from there
   */
  double of(Chunk chunk, boolean follows) {
    double lead = follows ? 0 : leadSeconds(chunk.firstSegment()) * model.leadSecond();
    return CostModel.task()
        + lead
        + work(chunk.firstSegment(), chunk.segments()) * chunk.share().costPerSecond()
        + heldWith(chunk) * CostModel.frame(chunk.share().renditions());
  }

  /** Cost of a chunk {@linkplain #heldBehind after} all source pictures. */
  double ofHeld(Chunk chunk) {
    return CostModel.task()
        + leadToEndSeconds * model.leadSecond()
        + chunk.segments() * CostModel.frame(chunk.share().renditions());
  }
}
