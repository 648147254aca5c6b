package io.framemill.protocol.broker;

import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.EmbeddedQpid;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on Qpid, whatever broker the other tests have. */
@ExtendWith(AmqpBrokerExtension.class)
class QpidBrokerIT extends BrokerContract {
  private final EmbeddedQpid server;

  QpidBrokerIT(EmbeddedQpid server) {
    this.server = server;
  }

  @Override
  Broker open() {
    return RabbitBrokerIT.openEmpty(server, QueueType.CLASSIC);
  }
}
