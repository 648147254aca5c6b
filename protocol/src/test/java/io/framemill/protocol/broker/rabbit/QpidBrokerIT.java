package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerContract;
import io.framemill.protocol.broker.BrokerOwner;
import io.framemill.protocol.broker.QueueType;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.EmbeddedQpid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on Qpid, whatever broker the other tests have. */
@ExtendWith(AmqpBrokerExtension.class)
class QpidBrokerIT extends BrokerContract {
  private final EmbeddedQpid server;

  QpidBrokerIT(EmbeddedQpid server) {
    this.server = server;
  }

  @Override
  public Broker open() {
    return RabbitBrokerIT.openEmpty(server, QueueType.CLASSIC);
  }

  @Test
  void open_controller_isWelcomeThoughNothingIsCompared() {
    RabbitConfig config = RabbitConfig.builder(server.uri()).queueType(QueueType.CLASSIC).build();
    for (String id : List.of("id-1", "id-2")) {
      try (Broker broker = RabbitBroker.open(config, new BrokerOwner(id, "a state", false))) {
        assertThat(broker.isOpen()).isTrue();
      }
    }
  }
}
