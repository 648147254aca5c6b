package io.framemill.bench.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The middle of measured values. */
public final class Median {
  private Median() {}

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @param values at least one
   */
  public static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /**
   * How one thing compares to another that was measured by turns with it: the middle of the pairs'
   * ratios.
   *
   * @param under of the same length, at least one
   */
  public static <T> double ofRatios(List<T> over, List<T> under, ToDoubleFunction<T> property) {
    return of(
        IntStream.range(0, over.size())
            .mapToObj(
                i -> property.applyAsDouble(over.get(i)) / property.applyAsDouble(under.get(i)))
            .toList());
  }

  /** As {@link #of(List)}, of one property. */
  public static <T> double of(List<T> items, ToDoubleFunction<T> property) {
    return of(items.stream().map(item -> property.applyAsDouble(item)).toList());
  }
}
