package io.framemill.controller.job.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/** Computes rates over the last seconds from running totals. Owned by the controller's thread. */
public final class ProgressMeter {
  private static final long WINDOW_MILLIS = 10_000;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long atMillis, long frames, long mediaMillis, double cost) {}

  /** Adds the totals at a time; times must not go back. */
  public void sample(long nowMillis, long frames, long mediaMillis, double cost) {
    samples.addLast(new Sample(nowMillis, frames, mediaMillis, cost));
    while (samples.size() > 2 && nowMillis - samples.getFirst().atMillis() > WINDOW_MILLIS) {
      samples.removeFirst();
    }
  }

  /** Frames per second; 0 while unknown. */
  public double framesPerSecond() {
    return perMilli(Sample::frames) * 1000;
  }

  /** Programme seconds per wall-clock second; 0 while unknown. */
  double speed() {
    return perMilli(Sample::mediaMillis);
  }

  /** Estimated cost per wall-clock millisecond; 0 while unknown. */
  double costPerMilli() {
    return perMilli(Sample::cost);
  }

  private double perMilli(ToDoubleFunction<Sample> total) {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long millis = last.atMillis() - first.atMillis();
    double amount = total.applyAsDouble(last) - total.applyAsDouble(first);
    return millis <= 0 ? 0 : Math.max(0, amount / millis);
  }
}
