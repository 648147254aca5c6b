package io.framemill.protocol.broker.rabbit;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerContract;
import io.framemill.protocol.broker.QueueType;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the broker at hand, with both kinds of queues. */
@ExtendWith(AmqpBrokerExtension.class)
class RabbitBrokerIT {
  private final AmqpBroker server;

  RabbitBrokerIT(AmqpBroker server) {
    this.server = server;
  }

  @Nested
  class QuorumQueues extends BrokerContract {
    @Override
    public Broker open() {
      return openEmpty(server, QueueType.QUORUM);
    }
  }

  @Nested
  class ClassicQueues extends BrokerContract {
    @Override
    public Broker open() {
      return openEmpty(server, QueueType.CLASSIC);
    }
  }

  static Broker openEmpty(AmqpBroker server, QueueType type) {
    server.clear();
    return RabbitBroker.open(RabbitConfig.builder(server.uri()).queueType(type).build());
  }
}
