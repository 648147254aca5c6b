package io.framemill.controller.http.guard;

import java.time.Duration;

/**
 * Limits for each client of the server.
 *
 * @param requestsPerSecond of one client address, on average
 * @param burst requests of one client address at once
 * @param headerBytes of a request's first line and headers
 * @param headerTime from the first byte of a request to the end of its headers
 * @param idleTime without a byte, in either direction, while the server waits for one
 * @param bodyBytesPerSecond minimum average rate of a body that takes longer than {@code
 *     headerTime}
 * @param connections at the same time; beyond it, idle ones are closed
 * @param requests processed at the same time, each by a thread; health checks are not counted
 * @param eventStreams at the same time; they hold connections and no threads
 */
public record HttpLimits(
    int requestsPerSecond,
    int burst,
    int headerBytes,
    Duration headerTime,
    Duration idleTime,
    int bodyBytesPerSecond,
    Quota connections,
    Quota requests,
    Quota eventStreams) {
  /** Generous to users and programs, and far below what a machine can handle. */
  public static final HttpLimits DEFAULT = of(200, false);

  public HttpLimits {
    if (requestsPerSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("all limits are at least 1");
    }
  }

  /**
   * The default limits at another rate; the burst is five seconds at that rate.
   *
   * @param behindProxy whether all clients have the address of a proxy: one address may use the
   *     total
   */
  public static HttpLimits of(int requestsPerSecond, boolean behindProxy) {
    return new HttpLimits(
        requestsPerSecond,
        5 * requestsPerSecond,
        16 << 10,
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        1_000,
        new Quota(12_000, behindProxy ? 12_000 : 1_000),
        new Quota(160, behindProxy ? 160 : 40),
        new Quota(10_000, behindProxy ? 10_000 : 500));
  }
}
