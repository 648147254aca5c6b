package io.framemill.protocol.broker;

class InMemoryBrokerTest extends BrokerContract {
  @Override
  Broker open() {
    return new InMemoryBroker();
  }
}
