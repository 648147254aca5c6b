package io.framemill.controller.job;

import java.util.ArrayDeque;
import java.util.Deque;

/** Rates over the last seconds, from running totals. Owned by the controller's thread. */
final class ProgressMeter {
  private static final long WINDOW_MILLIS = 10_000;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long atMillis, long frames, long mediaMillis, double cost) {}

  /** Takes note of the totals at a time; times must not go back. */
  void sample(long nowMillis, long frames, long mediaMillis, double cost) {
    samples.addLast(new Sample(nowMillis, frames, mediaMillis, cost));
    while (samples.size() > 2 && nowMillis - samples.getFirst().atMillis() > WINDOW_MILLIS) {
      samples.removeFirst();
    }
  }

  /** Frames per second; 0 while unknown. */
  double framesPerSecond() {
    return perMilli(
            samples.isEmpty() ? 0 : samples.getLast().frames() - samples.getFirst().frames())
        * 1000;
  }

  /** Programme seconds per second; 0 while unknown. */
  double speed() {
    return perMilli(
        samples.isEmpty() ? 0 : samples.getLast().mediaMillis() - samples.getFirst().mediaMillis());
  }

  /** Estimated cost per millisecond of time; 0 while unknown. */
  double costPerMilli() {
    return perMilli(samples.isEmpty() ? 0 : samples.getLast().cost() - samples.getFirst().cost());
  }

  private double perMilli(double amount) {
    if (samples.size() < 2) {
      return 0;
    }
    long millis = samples.getLast().atMillis() - samples.getFirst().atMillis();
    return millis <= 0 ? 0 : Math.max(0, amount / millis);
  }
}
