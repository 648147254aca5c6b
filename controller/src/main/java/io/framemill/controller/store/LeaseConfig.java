package io.framemill.controller.store;

import java.time.Duration;

/**
 * Settings of a controller that shares its database with a standby.
 *
 * @param holder the controller's name for users, such as {@code host-4711}
 * @param address where it is reached, for clients that ask the other one
 * @param length how long the lease is valid after it was taken or renewed
 * @param renewal pause between two renewals; a fraction of the length
 */
public record LeaseConfig(String holder, String address, Duration length, Duration renewal) {
  public LeaseConfig {
    if (renewal.multipliedBy(3).compareTo(length) > 0) {
      throw new IllegalArgumentException(
          "three renewals have to fit into the lease: " + renewal + " in " + length);
    }
  }

  /** The defaults: another controller takes over within six seconds, or one more under load. */
  public LeaseConfig(String holder, String address) {
    this(holder, address, Duration.ofSeconds(5), Duration.ofSeconds(1));
  }
}
