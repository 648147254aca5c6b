package io.framemill.protocol.broker;

import java.util.Objects;

/**
 * The state of a controller, or of a pair of controllers, that owns a broker's queues.
 *
 * @param id random, created with the state and stored in it
 * @param description where the state is, one line for operators who find its mark on the broker
 * @param takesOver whether to take over a broker that belongs to another state whose controller is
 *     gone
 */
public record BrokerOwner(String id, String description, boolean takesOver) {
  public BrokerOwner {
    Objects.requireNonNull(description, "description");
    if (id.isBlank()) {
      throw new IllegalArgumentException("an owner has an id");
    }
  }
}
