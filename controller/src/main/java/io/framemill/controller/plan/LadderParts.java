package io.framemill.controller.plan;

import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;

/** Splits a ladder between several tasks that encode the same chunk. */
final class LadderParts {
  private LadderParts() {}

  /**
   * Splits the ladder in its order into parts of about the same cost, none empty: neighbouring
   * renditions share work.
   *
   * @param count how many, from 1 to the number of renditions
   */
  static List<List<VideoRendition>> split(List<VideoRendition> ladder, int count) {
    if (count == 1) {
      return List.of(List.copyOf(ladder));
    }
    List<List<VideoRendition>> best = List.of();
    for (int first = 1; first <= ladder.size() - count + 1; first++) {
      List<List<VideoRendition>> parts = new ArrayList<>();
      parts.add(List.copyOf(ladder.subList(0, first)));
      parts.addAll(split(ladder.subList(first, ladder.size()), count - 1));
      if (best.isEmpty() || greatestCost(parts) < greatestCost(best)) {
        best = parts;
      }
    }
    return best;
  }

  private static double greatestCost(List<List<VideoRendition>> parts) {
    return parts.stream()
        .mapToDouble(part -> part.stream().mapToDouble(CostModel::encodeCostOfFrame).sum())
        .max()
        .orElseThrow();
  }
}
