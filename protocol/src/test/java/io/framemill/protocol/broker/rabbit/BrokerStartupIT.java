package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Inbox;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TcpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Starting before the broker does. */
@ExtendWith(AmqpBrokerExtension.class)
class BrokerStartupIT {
  private final AmqpBroker server;
  private final Logger logger = (Logger) LoggerFactory.getLogger(BrokerStartup.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private TcpProxy proxy;

  BrokerStartupIT(AmqpBroker server) {
    this.server = server;
  }

  @BeforeEach
  void listen() {
    // Another thread appends while this one reads.
    said.list = new CopyOnWriteArrayList<>();
    said.start();
    logger.addAppender(said);
    proxy = new TcpProxy(server.uri());
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
    proxy.close();
  }

  @Test
  void open_brokerComesUpLater_isOpenThenAndWaitingWasSaidOnce() {
    proxy.cutForGood();
    CompletableFuture<RabbitBroker> opening =
        opening(new BrokerStartup(BrokerStartup.FOREVER), proxy.uri());
    Inbox.eventually(() -> assertThat(said.list).isNotEmpty());
    assertThat(opening).isNotDone();
    proxy.restore();
    try (RabbitBroker broker = opening.join()) {
      assertThat(broker.isOpen()).isTrue();
    }
    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith("Cannot connect to the broker at 127.0.0.1:")
        .endsWith("Waiting for it");
  }

  @Test
  void open_nobodyComes_failsAfterTheTimeWithTheReason() {
    proxy.cutForGood();
    long begun = System.nanoTime();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(new BrokerStartup(Duration.ofSeconds(1)), proxy.uri()))
        .withMessageStartingWith("Cannot connect to the broker at 127.0.0.1:");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(messages()).singleElement().asString().endsWith("for 1 s at most");
  }

  @Test
  void open_noWait_failsAtOnceAndSaysNothing() {
    proxy.cutForGood();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open(new BrokerStartup(Duration.ZERO), proxy.uri()));
    assertThat(messages()).isEmpty();
  }

  @Test
  void open_brokerRefuses_failsAtOnce() throws URISyntaxException {
    URI uri = server.uri();
    String user = uri.getUserInfo().split(":", 2)[0];
    URI wrongPassword = with(uri, user + ":wr0ng", uri.getPath());
    URI noSuchHost = with(uri, uri.getUserInfo(), "/nowhere");
    for (URI refusing : List.of(wrongPassword, noSuchHost)) {
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> open(new BrokerStartup(BrokerStartup.FOREVER), refusing));
    }
    assertThat(messages()).isEmpty();
  }

  @Test
  void stop_whileItWaits_endsTheWait() {
    proxy.cutForGood();
    BrokerStartup wait = new BrokerStartup(BrokerStartup.FOREVER);
    CompletableFuture<RabbitBroker> opening = opening(wait, proxy.uri());
    Inbox.eventually(() -> assertThat(said.list).isNotEmpty());
    wait.stop();
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(opening::join)
        .satisfies(
            e ->
                assertThat(e instanceof CompletionException ? e.getCause() : e)
                    .isInstanceOf(CancellationException.class));
  }

  private static URI with(URI uri, String userInfo, String virtualHost) throws URISyntaxException {
    return new URI(
        uri.getScheme(),
        userInfo,
        uri.getHost(),
        uri.getPort(),
        virtualHost,
        uri.getQuery(),
        uri.getFragment());
  }

  private List<String> messages() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static CompletableFuture<RabbitBroker> opening(BrokerStartup wait, URI uri) {
    return CompletableFuture.supplyAsync(() -> open(wait, uri));
  }

  private static RabbitBroker open(BrokerStartup wait, URI uri) {
    RabbitConfig config = RabbitConfig.builder(uri).backoff(Backoff.ofMillis(50, 200)).build();
    return wait.open(config, () -> RabbitBroker.open(config));
  }
}
