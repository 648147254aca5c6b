package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.BrokerCredentials;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.QueueType;
import io.framemill.protocol.broker.Topic;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitConfigTest {
  @Test
  void build_nothingElseSaid_hasTheDefaults() {
    URI uri = URI.create("amqp://broker");
    assertThat(RabbitConfig.builder(uri).build())
        .isEqualTo(
            new RabbitConfig(
                uri,
                null,
                null,
                "framemill",
                Namespace.NONE,
                QueueType.QUORUM,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Backoff.ofMillis(500, 10_000)));
  }

  @ParameterizedTest
  @CsvSource({
    "amqp://broker, broker, 5672, guest, guest, /",
    "amqp://broker/, broker, 5672, guest, guest, /",
    "amqps://broker, broker, 5671, guest, guest, /",
    "amqp://u:p@broker:1234/films, broker, 1234, u, p, films",
    "amqp://u:p%40+%3A:x@broker/%2Ffilms, broker, 5672, u, p@+::x, /films",
    "amqp://u@broker, broker, 5672, u, '', /",
    "amqp://[::1]:5672, [::1], 5672, guest, guest, /",
  })
  void uri_parts_areRead(
      String uri, String host, int port, String user, String password, String virtualHost) {
    RabbitConfig config = RabbitConfig.builder(URI.create(uri)).build();
    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
    assertThat(config.user()).isEqualTo(user);
    assertThat(config.password()).isEqualTo(password);
    assertThat(config.virtualHost()).isEqualTo(virtualHost);
    assertThat(config.isTls()).isEqualTo(uri.startsWith("amqps"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://broker", "broker:5672", "amqp:///films", "amqp:broker", "memory:x"})
  void uri_notOfABroker_isRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitConfig.builder(URI.create(uri)).build())
        .withMessageContaining("not a broker address")
        .withMessageContaining(uri);
  }

  @Test
  void uri_settings_areRead() {
    RabbitConfig config =
        RabbitConfig.builder(URI.create("amqp://u:p@broker/v?heartbeat=2&queue_type=classic"))
            .build();
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.queueType()).isEqualTo(QueueType.CLASSIC);
    assertThat(config.virtualHost()).isEqualTo("v");
  }

  @ParameterizedTest
  @CsvSource({
    "heartbeat=0, heartbeat=0",
    "heartbeat=soon, heartbeat=soon",
    "queue_type=stream, quorum or classic",
    "color=red, only heartbeat and queue_type",
  })
  void uri_wrongSetting_isRefused(String query, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitConfig.builder(URI.create("amqp://u:p@broker/v?" + query)))
        .withMessageContaining(message)
        .withMessageNotContaining("u:p");
  }

  @Test
  void toString_andMessages_hideThePassword() {
    assertThat(RabbitConfig.builder(URI.create("amqp://u:s3cret@broker:1/v")).build())
        .hasToString("RabbitConfig[amqp://u:***@broker:1/v, framemill, QUORUM]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitConfig.builder(URI.create("http://u:s3cret@broker")).build())
        .withMessageContaining("http://u:***@broker");
  }

  @Test
  void credentials_given_areTakenInPlaceOfTheUris() {
    RabbitConfig config =
        RabbitConfig.builder(URI.create("amqp://u:p@broker"))
            .credentials(BrokerCredentials.parse("me:s3cret:x"))
            .build();

    assertThat(config.user()).isEqualTo("me");
    assertThat(config.password()).isEqualTo("s3cret:x");
    assertThat(config.toString() + config.credentials()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret", ":s3cret", "me:s3cret\nmore"})
  void credentials_malformed_areRefusedWithoutShowingThem(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerCredentials.parse(text))
        .withMessage("not one line \"user:password\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"amqp://u:s3@cret@broker", "amqp://u:@s3cret@broker:1", "amqp://u:s3/cret@broker"})
  void build_passwordNotEscaped_isRefusedWithoutShowingIt(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RabbitConfig.builder(URI.create(uri)).build())
        .withMessageContaining("//u:***@broker")
        .withMessageNotContaining("cret");
  }

  @Test
  void times_notPositive_areRefused() {
    RabbitConfig.Builder builder = RabbitConfig.builder(URI.create("amqp://broker"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.heartbeat(Duration.ZERO).build())
        .withMessageContaining("heartbeat");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RabbitConfig.builder(URI.create("amqp://broker"))
                    .replyTimeout(Duration.ofSeconds(-1))
                    .build())
        .withMessageContaining("replyTimeout");
  }

  @Test
  void names_onTheBroker_areThoseOfTheDesign() {
    assertThat(Queue.values())
        .extracting(Queue::queueName)
        .containsExactly("framemill.tasks.cpu", "framemill.reports", "framemill.dead");
    assertThat(Topic.values())
        .extracting(Topic::exchangeName)
        .containsExactly("framemill.progress", "framemill.control");
  }
}
