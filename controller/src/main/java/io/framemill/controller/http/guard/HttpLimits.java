package io.framemill.controller.http.guard;

import java.time.Duration;
import java.util.Objects;

/**
 * What one client can take of a server.
 *
 * @param requestsPerSecond of one client address, on average
 * @param burst requests of one client address at once
 * @param headerBytes of a request's first line and headers
 * @param headerTime from the first byte of a request to the end of its headers
 * @param idleTime without a byte, in either direction, while one is waited for
 * @param bodyBytesPerSecond a body that takes longer than {@code headerTime} comes faster than that
 *     on average
 * @param connections at the same time; of more, idle ones are ended
 * @param requests worked on at the same time, each by a thread; health checks are not counted
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
  /** Generous to people and programs, and far from what a machine can bear. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          200,
          1_000,
          16 << 10,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          1_000,
          new Quota(12_000, 1_000),
          new Quota(160, 40),
          new Quota(10_000, 500));

  public HttpLimits {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(requests, "requests");
    Objects.requireNonNull(eventStreams, "eventStreams");
    if (requestsPerSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("all limits are at least 1");
    }
  }

  /** The same for a proxy in front, whose address all clients have: one address may take all. */
  public HttpLimits withoutAddressQuotas() {
    return new HttpLimits(
        requestsPerSecond,
        burst,
        headerBytes,
        headerTime,
        idleTime,
        bodyBytesPerSecond,
        connections.forOneAddress(),
        requests.forOneAddress(),
        eventStreams.forOneAddress());
  }

  /** The same with another rate; the burst is five seconds of it. */
  public HttpLimits withRequestsPerSecond(int rate) {
    return new HttpLimits(
        rate,
        5 * rate,
        headerBytes,
        headerTime,
        idleTime,
        bodyBytesPerSecond,
        connections,
        requests,
        eventStreams);
  }
}
