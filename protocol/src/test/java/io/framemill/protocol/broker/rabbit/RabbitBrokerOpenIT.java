package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Inbox;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TestPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** How a broker is opened and closed, and what a person reads when it cannot be. */
@ExtendWith(AmqpBrokerExtension.class)
class RabbitBrokerOpenIT {
  private final AmqpBroker server;

  RabbitBrokerOpenIT(AmqpBroker server) {
    this.server = server;
  }

  @Test
  void open_nothingListens_saysWhereAndWhatToCheck() {
    int port = TestPorts.free();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("amqp://127.0.0.1:" + port))
        .withMessage(
            "Cannot connect to the broker at 127.0.0.1:%d as guest (Connection refused): is RabbitMQ"
                + " running there, and its URI right?",
            port);
  }

  @Test
  void open_somethingElseListens_fails() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> open("amqp://127.0.0.1:" + silent.getLocalPort()))
          .withMessageContaining("(no answer in time)");
    }
  }

  @Test
  void open_hostUnknown_saysSo() {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("amqp://no-such-host.invalid"))
        .withMessageContaining("no-such-host.invalid:5672 as guest (unknown host)");
  }

  @Test
  void open_wrongPassword_namesTheUserButNotThePassword() {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("amqp://guest:wr0ng@%s".formatted(hostAndPort())))
        .withMessageContaining("guest")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
  }

  @Test
  void open_noSuchVirtualHost_saysSo() {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("amqp://guest:guest@%s/nowhere".formatted(hostAndPort())))
        .withMessageContaining("nowhere");
  }

  @Test
  void open_plainServerAskedForTls_fails() {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("amqps://guest:guest@%s".formatted(hostAndPort())))
        .withMessageContaining(hostAndPort());
  }

  @Test
  void openAndClose_withSubscriptions_logNoWarningAndLeaveNoThreads() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.addAppender(seen);
    try (Broker broker = open(server.uri().toString())) {
      broker.consume(Queue.TASKS, 1, delivery -> {});
      broker.listen(Topic.CONTROL, body -> {});
      broker.publish(Queue.TASKS, Inbox.numbered(3));
    } finally {
      root.detachAppender(seen);
    }
    assertThat(seen.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    Inbox.eventually(
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("rabbit-")));
  }

  private String hostAndPort() {
    return server.uri().getHost() + ":" + server.uri().getPort();
  }

  private static RabbitBroker open(String uri) {
    return RabbitBroker.open(
        RabbitConfig.builder(URI.create(uri)).connectTimeout(Duration.ofSeconds(3)).build());
  }
}
