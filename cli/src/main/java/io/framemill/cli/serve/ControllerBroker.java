package io.framemill.cli.serve;

import io.framemill.protocol.broker.BrokerOwner;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import java.time.Duration;

/**
 * How a controller gets to its broker.
 *
 * @param patience for one that is not up yet
 * @param takesOver whether it is taken from another state whose controller is gone
 */
public record ControllerBroker(RabbitConfig config, BrokerStartup patience, boolean takesOver) {
  /** The same with another heartbeat. */
  ControllerBroker withHeartbeat(Duration heartbeat) {
    return new ControllerBroker(config.withHeartbeat(heartbeat), patience, takesOver);
  }

  /**
   * Connects, and makes the broker that of a state.
   *
   * @param identity of the state
   * @param place where the state is, for people
   * @throws io.framemill.protocol.broker.BrokerException if there is no broker in time, it refuses,
   *     or belongs to another state
   * @throws java.util.concurrent.CancellationException if the wait was stopped
   */
  RabbitBroker open(String identity, String place) {
    String description = "the state %s (%s)".formatted(place, identity);
    BrokerOwner owner = new BrokerOwner(identity, description, takesOver);
    return patience.open(config, () -> RabbitBroker.open(config, owner));
  }
}
