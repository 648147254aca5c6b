package io.framemill.controller.http.guard;

/**
 * Maximum number of concurrent uses.
 *
 * @param total of all clients
 * @param perAddress of one client address; for IPv6, of one /64
 */
public record Quota(int total, int perAddress) {
  public Quota {
    if (total < 1 || perAddress < 1) {
      throw new IllegalArgumentException("all limits are at least 1");
    }
  }
}
