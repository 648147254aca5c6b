package io.framemill.protocol.broker.memory;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerContract;

class InMemoryBrokerTest extends BrokerContract {
  @Override
  public Broker open() {
    return new InMemoryBroker();
  }
}
