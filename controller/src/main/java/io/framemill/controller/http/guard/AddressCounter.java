package io.framemill.controller.http.guard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/** Counts what each client address holds, and keeps it below a quota. Thread-safe. */
public final class AddressCounter {
  private final Quota quota;

  @GuardedBy("this")
  private final Map<String, Integer> counts = new HashMap<>();

  @GuardedBy("this")
  private int total;

  public AddressCounter(Quota quota) {
    this.quota = quota;
  }

  /**
   * Acquires one more, if the quota allows it.
   *
   * @param client {@link RateLimit#client} of its address
   */
  public synchronized boolean tryAcquire(String client) {
    if (total >= quota.total() || counts.getOrDefault(client, 0) >= quota.perAddress()) {
      return false;
    }
    total++;
    counts.merge(client, 1, Integer::sum);
    return true;
  }

  /** Releases one that was acquired. */
  public synchronized void release(String client) {
    total--;
    counts.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
  }
}
