package io.framemill.controller.plan;

import io.framemill.controller.plan.Chunk.Share;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cuts a programme into chunks of whole segments.
 *
 * <p>Large chunks cost less, because each chunk decodes from the key frame before it and starts a
 * new encoder. Small chunks let all slots finish together. So chunks shrink towards the end: each
 * takes a share of the remaining work, as in Hummel, Schonberg and Flynn, "Factoring" (CACM 35(8),
 * 1992), and ends near a key frame of the source. Where single segments are too large for the
 * slots, several tasks share the last chunks, each with a part of the ladder. The planner simulates
 * all combinations of shares and tolerances, and takes the plan that finishes first.
 */
final class ChunkPlanner {
  private static final int USUAL_MAX_SEGMENTS = 5;
  private static final double USUAL_MAX_SECONDS = 30;

  /**
   * Maximum work of a chunk without its lead, in core seconds. A third of RabbitMQ's {@code
   * consumer_timeout} (30 minutes by default, RabbitMQ 3.10), after which it redelivers a task.
   */
  static final double MAX_WORK_SECONDS = 600;

  /** A chunk takes the share 1 / (factor * slots) of the remaining work. */
  private static final double[] FACTORS = {1, 1.5, 2, 3};

  /** Number of segments by which a chunk may be shorter or longer to end at a key frame. */
  private static final int[] SLACKS = {1, 0};

  private static final int MAX_PARTS = 4;

  /**
   * Beyond this number of chunks, sharing is tried with the best cut only: all plans would take
   * longer to try than they gain.
   */
  private static final int MAX_CHUNKS_TO_SHARE = 128;

  /**
   * A plan with shared chunks must finish by this factor sooner, because it needs more messages and
   * more decoding.
   */
  private static final double WORTH_SHARING = 0.99;

  private final ChunkCosts costs;
  private final int longest;
  private final int slots;
  private final List<List<Share>> shares = new ArrayList<>();

  /**
   * @param longestGapSeconds between key frames of the source: where they are rare, chunks are
   *     long, up to ten minutes of work
   * @param slots number of tasks that can run at the same time, from 1
   * @param mayShare whether several tasks may encode parts of the ladder of one chunk
   */
  ChunkPlanner(
      ChunkCosts costs,
      double segmentSeconds,
      double longestGapSeconds,
      List<VideoRendition> ladder,
      CostModel model,
      int slots,
      boolean mayShare) {
    this.costs = costs;
    this.slots = slots;
    int usual = Math.min(USUAL_MAX_SEGMENTS, (int) (USUAL_MAX_SECONDS / segmentSeconds));
    double maxSeconds = MAX_WORK_SECONDS / model.second(ladder);
    int byKeyFrames = (int) Math.ceil(Math.min(longestGapSeconds, maxSeconds) / segmentSeconds);
    longest = Math.max(1, Math.min(costs.segmentCount(), Math.max(usual, byKeyFrames)));
    shares.add(List.of(new Share(0, ladder, List.of(), model.second(ladder))));
    for (int count = 2; mayShare && count <= Math.min(MAX_PARTS, ladder.size()); count++) {
      List<Share> parts = new ArrayList<>();
      for (List<VideoRendition> part : LadderParts.split(ladder, count)) {
        List<VideoRendition> others =
            ladder.stream().filter(rendition -> !part.contains(rendition)).toList();
        parts.add(new Share(parts.size() + 1, part, others, model.second(part)));
      }
      shares.add(parts);
    }
  }

  /** The chunks of the plan that finishes first, in dispatch order. */
  List<Chunk> plan(ScheduleSimulation dryRun) {
    Trial whole = new Trial(dryRun);
    Trial best = new Trial(dryRun);
    for (List<Integer> lengths : cuts()) {
      whole.add(lengths, chunks(lengths, 0, 1));
      if (lengths.size() <= MAX_CHUNKS_TO_SHARE) {
        shared(lengths, best);
      }
    }
    shared(whole.lengths, best);
    return best.end < WORTH_SHARING * whole.end ? best.chunks : whole.chunks;
  }

  /** Keeps the best of several plans. */
  private static final class Trial {
    private final ScheduleSimulation dryRun;
    private List<Integer> lengths = List.of();
    private List<Chunk> chunks = List.of();
    private double end = Double.POSITIVE_INFINITY;

    Trial(ScheduleSimulation dryRun) {
      this.dryRun = dryRun;
    }

    void add(List<Integer> newLengths, List<Chunk> newChunks) {
      double newEnd = dryRun.end(newChunks);
      if (newEnd < end) {
        lengths = newLengths;
        chunks = newChunks;
        end = newEnd;
      }
    }
  }

  /** Candidate lengths of chunks in segments, in order of time; the coarsest cut first. */
  private Set<List<Integer>> cuts() {
    Set<List<Integer>> cuts = new LinkedHashSet<>();
    for (int most : maxSegments()) {
      for (double factor : FACTORS) {
        for (int slack : SLACKS) {
          cuts.add(cut(most, factor, slack));
        }
      }
    }
    return cuts;
  }

  /**
   * Candidate maximum lengths: each up to the usual one, then in steps of a half; the longest
   * first.
   */
  private Set<Integer> maxSegments() {
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int length = 1; length < longest; length += Math.max(1, length / 2)) {
      lengths.add(length);
    }
    for (int length = 1; length <= Math.min(longest, USUAL_MAX_SEGMENTS); length++) {
      lengths.add(length);
    }
    lengths.add(longest);
    return lengths.descendingSet();
  }

  private List<Integer> cut(int most, double factor, int slack) {
    List<Integer> lengths = new ArrayList<>();
    int count = costs.segmentCount();
    for (int first = 1; first <= count; ) {
      double wanted = costs.work(first, count - first + 1) / (factor * slots);
      int length = 1;
      while (length < Math.min(most, count - first + 1) && costs.work(first, length) < wanted) {
        length++;
      }
      length = nearKeyFrame(first, length, most, slack);
      lengths.add(length);
      first += length;
    }
    return lengths;
  }

  /** The length that ends nearest after a key frame, within the slack. */
  private int nearKeyFrame(int first, int length, int most, int slack) {
    int best = length;
    int last = Math.min(most, costs.segmentCount() - first + 1);
    for (int i = Math.max(1, length - slack); i <= Math.min(last, length + slack); i++) {
      if (costs.leadSeconds(first + i) < costs.leadSeconds(first + best)) {
        best = i;
      }
    }
    return best;
  }

  /** Tries a cut with some of its last chunks shared between tasks. */
  private void shared(List<Integer> lengths, Trial trial) {
    int most = Math.max(MAX_CHUNKS_TO_SHARE, slots / 2);
    for (int parts = 2; parts <= shares.size() && slots > 1; parts++) {
      for (int last : new TreeSet<>(List.of(1, slots / 4, slots / 2, slots, lengths.size()))) {
        if (last > 0 && last <= Math.min(lengths.size(), most)) {
          trial.add(lengths, chunks(lengths, last, parts));
        }
      }
    }
  }

  private List<Chunk> chunks(List<Integer> lengths, int sharedLast, int parts) {
    List<Chunk> chunks = new ArrayList<>();
    int first = 1;
    for (int i = 0; i < lengths.size(); i++) {
      boolean isShared = i >= lengths.size() - sharedLast;
      for (Share share : shares.get(isShared ? parts - 1 : 0)) {
        chunks.add(new Chunk(first, lengths.get(i), share));
      }
      first += lengths.get(i);
    }
    chunks.sort(Chunk.DISPATCH_ORDER);
    return chunks;
  }
}
