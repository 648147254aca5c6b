package io.framemill.protocol.broker;

import java.util.Objects;

/**
 * The state of a controller, or of a pair of controllers, that a broker's queues belong to.
 *
 * @param id random, made with the state and kept in it
 * @param description where the state is, one line for people who find its mark on the broker
 * @param takesOver whether a broker that belongs to another state is taken from it, once its
 *     controller is gone
 */
public record BrokerOwner(String id, String description, boolean takesOver) {
  public BrokerOwner {
    Objects.requireNonNull(description, "description");
    if (id.isBlank()) {
      throw new IllegalArgumentException("an owner has an id");
    }
  }
}
