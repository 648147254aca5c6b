package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Inbox;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.QueueType;
import io.framemill.protocol.tls.TlsContexts;
import io.framemill.protocol.tls.TlsIdentity;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import io.framemill.testbroker.TestAuthority;
import io.framemill.testbroker.TestPorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AMQP over TLS with a RabbitMQ that asks its clients for certificates. */
@RequiresRabbitServer
class RabbitTlsIT {
  @TempDir static Path directory;
  private static TestAuthority authority;
  private static RabbitServer server;
  private static int port;

  @BeforeAll
  static void start() {
    authority = new TestAuthority(directory);
    TestAuthority.Identity identity = authority.issue("server");
    port = TestPorts.free();
    server =
        RabbitServer.startWith(
            "guest:guest",
            """
            listeners.ssl.1 = 127.0.0.1:%d
            ssl_options.cacertfile = %s
            ssl_options.certfile = %s
            ssl_options.keyfile = %s
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            """
                .formatted(port, authority.caFile(), identity.certificate(), identity.key()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void open_bothTrustEachOther_messagesArrive() {
    BlockingQueue<Broker.Delivery> arrived = new LinkedBlockingQueue<>();
    try (RabbitBroker broker = open("localhost", TlsContexts.of(authority.caFile(), client()))) {
      broker.consume(Queue.TASKS, 10, arrived::add);
      broker.publish(Queue.TASKS, Inbox.numbered(3));

      await().until(() -> arrived.size() == 3);
      arrived.forEach(Broker.Delivery::ack);
    }
  }

  @Test
  void open_authorityNotTrusted_isRefusedWithTheOption() {
    assertRefused("localhost", TlsContexts.of(null, client()), "--broker-ca-file");
  }

  @Test
  void open_certificateOfAnotherName_isRefused() {
    assertRefused("127.0.0.1", TlsContexts.of(authority.caFile(), client()), "127.0.0.1");
  }

  @Test
  void open_withoutOurCertificate_isRefused() {
    assertRefused("localhost", TlsContexts.of(authority.caFile(), null), "localhost:" + port);
  }

  private static void assertRefused(String host, SSLContext tls, String said) {
    assertThatThrownBy(() -> open(host, tls))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  private static TlsIdentity client() {
    Path certificate = directory.resolve("client.pem");
    if (!Files.exists(certificate)) {
      authority.issue("client");
    }
    return TlsIdentity.read(certificate, directory.resolve("client.key"));
  }

  private static RabbitBroker open(String host, SSLContext tls) {
    RabbitConfig.Builder config =
        RabbitConfig.builder(URI.create("amqps://guest:guest@" + host + ":" + port))
            .queueType(QueueType.CLASSIC)
            .connectTimeout(Duration.ofSeconds(10));
    return RabbitBroker.open(config.tls(tls).build());
  }
}
