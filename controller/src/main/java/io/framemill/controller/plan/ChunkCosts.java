package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What chunks cost, as far as the source tells. Segments count from 1. */
final class ChunkCosts {
  private final CostModel model;

  /** Seconds of mean work before each segment; one more than there are segments. */
  private final double[] workBefore;

  private final double[] leadSeconds;

  /** How much has to be decoded to reach the last picture. */
  private final double leadToEndSeconds;

  private final int heldSegments;
  private final List<VideoRendition> ladder;

  /**
   * @param times the part of the programme in which pictures move
   * @param heldSegments how many segments follow it in which the last picture is held: there is one
   *     picture in each
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

  /** The same source, were its segments harder or easier than they seem, by chance. */
  ChunkCosts varied(Random random, double spread) {
    double[] varied = new double[workBefore.length];
    for (int i = 1; i < varied.length; i++) {
      double factor = StrictMath.exp(spread * random.nextGaussian() - spread * spread / 2);
      varied[i] = varied[i - 1] + factor * (workBefore[i] - workBefore[i - 1]);
    }
    return new ChunkCosts(this, varied);
  }

  /** Segments in which pictures move. */
  int segmentCount() {
    return leadSeconds.length;
  }

  /** Whether a chunk holds the last segment in which pictures move. */
  private boolean isLast(Chunk chunk) {
    return chunk.firstSegment() + chunk.segments() - 1 == segmentCount();
  }

  /** The segments with a held picture that a chunk takes in addition to its own. */
  int heldWith(Chunk chunk) {
    if (!isLast(chunk)) {
      return 0;
    }
    double own = work(chunk.firstSegment(), chunk.segments()) * model.second(ladder);
    return (int) Math.min(heldSegments, maxHeld(ChunkPlanner.MOST_WORK_SECONDS - own));
  }

  /**
   * The chunks that take the held segments which are too many for a chunk of moving pictures; none
   * for other chunks than the last.
   *
   * @param chunk of moving pictures
   */
  List<Chunk> heldBehind(Chunk chunk) {
    List<Chunk> chunks = new ArrayList<>();
    if (isLast(chunk)) {
      int most = (int) Math.max(1, Math.min(heldSegments, maxHeld(ChunkPlanner.MOST_WORK_SECONDS)));
      int end = segmentCount() + heldSegments;
      for (int first = segmentCount() + heldWith(chunk) + 1; first <= end; first += most) {
        chunks.add(new Chunk(first, Math.min(most, end - first + 1), chunk.share()));
      }
    }
    return chunks;
  }

  /** How many held pictures can be encoded into all renditions in that time. */
  private double maxHeld(double seconds) {
    return Math.max(0, Math.floor(seconds / CostModel.frame(ladder)));
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
   * Cost of a chunk of moving pictures, with the held ones that it takes in addition.
   *
   * @param follows whether its slot has just done the chunk before it, and goes on from there
   */
  double of(Chunk chunk, boolean follows) {
    double lead = follows ? 0 : leadSeconds(chunk.firstSegment()) * model.leadSecond();
    return CostModel.task()
        + lead
        + work(chunk.firstSegment(), chunk.segments()) * chunk.share().costPerSecond()
        + heldWith(chunk) * CostModel.frame(chunk.share().renditions());
  }

  /** Cost of a chunk {@linkplain #heldBehind behind} all moving pictures. */
  double ofHeld(Chunk chunk) {
    return CostModel.task()
        + leadToEndSeconds * model.leadSecond()
        + chunk.segments() * CostModel.frame(chunk.share().renditions());
  }
}
