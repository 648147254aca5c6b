package io.framemill.protocol;

import java.time.Duration;

/**
 * Exponential backoff: the pauses between tries, which double up to a maximum.
 *
 * @param first pause after the first failure; positive
 * @param max longest pause; at least {@code first}
 */
public record Backoff(Duration first, Duration max) {
  private static final int MAX_DOUBLINGS = 30;

  public Backoff {
    if (first.isZero() || first.isNegative() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException("invalid backoff: from " + first + " to " + max);
    }
  }

  public static Backoff ofMillis(long first, long max) {
    return new Backoff(Duration.ofMillis(first), Duration.ofMillis(max));
  }

  /**
   * The pause before the next try.
   *
   * @param failures in a row so far, from 1
   */
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures: 1 or more, not " + failures);
    }
    Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return pause.compareTo(max) < 0 ? pause : max;
  }
}
