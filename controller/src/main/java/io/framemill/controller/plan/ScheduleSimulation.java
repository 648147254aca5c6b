package io.framemill.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Simulates the schedule of plans: each free slot takes the next chunk. Costs are rough estimates,
 * so each plan is simulated with the same few random variants of the costs; deterministic.
 */
final class ScheduleSimulation {
  /**
   * Standard deviation of the logarithm of a segment's work around its estimate:
   * docs/performance.md, "Chunk plan".
   */
  private static final double SPREAD = 0.25;

  private static final int MAX_VARIANTS = 8;

  /**
   * Fewer variants for long programmes, where random errors average out and simulation takes
   * longer.
   */
  private static final int SEGMENTS_IN_ALL = 4_000;

  private final List<ChunkCosts> variants = new ArrayList<>();

  /**
   * A slot is lost four times a day, because a machine or a process ends. With two slots that is
   * unlikely during a film; with a thousand some are lost, and a late loss costs a task's time.
   */
  private static final double LOSSES_PER_SECOND = 4.0 / 86_400;

  /**
   * Controller and broker take a millisecond for a task, and a slot waits on average for half of
   * the slots that finish at about the same time.
   */
  private static final double WAIT_SECONDS_PER_SLOT = 0.0005;

  private final double[] costsBefore;
  private final boolean chunksFollow;

  // A binary heap of slots; the slot that is free first is at index 0.
  private final double[] busyUntil;
  private final int[] nextSegment;

  /**
   * @param costsBefore costs of the tasks that are dispatched before the first chunk, in order
   * @param chunksFollow whether a slot can continue where its last chunk ended
   */
  ScheduleSimulation(ChunkCosts costs, int slots, double[] costsBefore, boolean chunksFollow) {
    this.costsBefore = costsBefore;
    this.chunksFollow = chunksFollow;
    this.busyUntil = new double[slots];
    this.nextSegment = new int[slots];
    Random random = new Random(1);
    int count = Math.max(1, Math.min(MAX_VARIANTS, SEGMENTS_IN_ALL / costs.segmentCount()));
    for (int i = 0; i < count; i++) {
      variants.add(costs.varied(random, SPREAD));
    }
  }

  /** The mean finish time over all variants, plus the expected delay by lost slots. */
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
   * The expected delay by lost slots. A task that starts at s, takes c and is lost at a time t in
   * between starts again at t and is done at t + c: the integral of the excess over the end.
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
