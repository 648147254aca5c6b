package io.framemill.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Tries plans on paper: each slot that is free takes the next chunk. What a chunk costs is known
 * only roughly, so each plan meets the same few variants of the source; the same in each run.
 */
final class ScheduleSimulation {
  /** Of a segment's work around its estimate, in logarithms: docs/performance.md, "Chunk plan". */
  private static final double SPREAD = 0.25;

  private static final int MOST_VARIANTS = 8;

  /** In long programmes chance evens itself out, and trying takes longer. */
  private static final int SEGMENTS_IN_ALL = 4_000;

  private final List<ChunkCosts> variants = new ArrayList<>();

  /**
   * A slot is lost four times a day: a machine goes, or a program on it ends. Of two slots none
   * will be during a film; of a thousand some will, and late ones cost a task's time.
   */
  private static final double LOSSES_PER_SECOND = 4.0 / 86_400;

  /**
   * The controller and the broker take a millisecond for a task, and on average half of the slots
   * that end at about the same time come first.
   */
  private static final double WAIT_SECONDS_PER_SLOT = 0.0005;

  private final double[] costsBefore;
  private final boolean chunksFollow;

  // A binary heap of slots, the one that is free first at index 0.
  private final double[] busyUntil;
  private final int[] nextSegment;

  /**
   * @param costsBefore of the tasks that are given out before the first chunk, in their order
   * @param chunksFollow whether a slot can go on where its last chunk ended
   */
  ScheduleSimulation(ChunkCosts costs, int slots, double[] costsBefore, boolean chunksFollow) {
    this.costsBefore = costsBefore;
    this.chunksFollow = chunksFollow;
    this.busyUntil = new double[slots];
    this.nextSegment = new int[slots];
    Random random = new Random(1);
    int count = Math.max(1, Math.min(MOST_VARIANTS, SEGMENTS_IN_ALL / costs.segmentCount()));
    for (int i = 0; i < count; i++) {
      variants.add(costs.varied(random, SPREAD));
    }
  }

  /** The mean time until the last slot is done, with what lost slots will add to it. */
  double end(List<Chunk> inDispatchOrder) {
    double sum = 0;
    for (ChunkCosts costs : variants) {
      sum += end(inDispatchOrder, costs);
    }
    return sum / variants.size();
  }

  private double end(List<Chunk> chunks, ChunkCosts costs) {
    Arrays.fill(busyUntil, 0);
    Arrays.fill(nextSegment, 0);
    double[] latest = new double[costsBefore.length + chunks.size()];
    int count = 0;
    for (double cost : costsBefore) {
      latest[count++] = busyUntil[0] + 2 * cost;
      firstFreeTakes(cost, 0);
    }
    for (Chunk chunk : chunks) {
      boolean follows = chunksFollow && nextSegment[0] == chunk.firstSegment();
      double cost = costs.of(chunk, follows) + WAIT_SECONDS_PER_SLOT * busyUntil.length;
      latest[count++] = busyUntil[0] + 2 * cost;
      firstFreeTakes(cost, chunk.firstSegment() + chunk.segments());
    }
    double end = Arrays.stream(busyUntil).max().orElse(0);
    return end + delayByLosses(latest, end);
  }

  /**
   * What lost slots add to the end. A task that begins at s, takes c and is lost at t, anywhere in
   * between, begins again then and is done at t + c: the integral of what that is beyond the end.
   *
   * @param latest s + 2c of each task
   */
  private static double delayByLosses(double[] latest, double end) {
    double squares = 0;
    for (double done : latest) {
      double beyond = Math.max(0, done - end);
      squares += beyond * beyond;
    }
    return LOSSES_PER_SECOND * squares / 2;
  }

  private void firstFreeTakes(double cost, int next) {
    double until = busyUntil[0] + cost;
    int place = 0;
    for (int child = 1; child < busyUntil.length; child = 2 * place + 1) {
      if (child + 1 < busyUntil.length && busyUntil[child + 1] < busyUntil[child]) {
        child++;
      }
      if (busyUntil[child] >= until) {
        break;
      }
      busyUntil[place] = busyUntil[child];
      nextSegment[place] = nextSegment[child];
      place = child;
    }
    busyUntil[place] = until;
    nextSegment[place] = next;
  }
}
