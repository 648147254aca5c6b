package io.framemill.protocol.broker.rabbit;

import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.BrokerCredentials;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.QueueType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Connection settings of an AMQP 0-9-1 broker.
 *
 * @param uri {@code amqp://user:password@host:5672/vhost}, or {@code amqps://} for TLS; user,
 *     password, port and virtual host are optional. Two settings may follow: {@code ?heartbeat=15}
 *     in seconds, as in RabbitMQ's own URIs, and {@code &queue_type=classic}
 * @param credentials user and password that replace those of the URI; null to use the URI
 * @param tls TLS context for {@code amqps://}; null for Java's default keys and certificates
 * @param connectionName name shown to the broker's operator, such as the worker's id
 * @param namespace prefix of all names on the broker
 * @param queueType type of the durable queues
 * @param connectTimeout for one connection attempt, and again for the handshake
 * @param replyTimeout for each answer of the broker: a confirm, a declared queue
 * @param heartbeat a peer that is silent for two of these is gone; whole seconds
 * @param backoff pauses between the tries to reconnect
 */
public record RabbitConfig(
    URI uri,
    @Nullable BrokerCredentials credentials,
    @Nullable SSLContext tls,
    String connectionName,
    Namespace namespace,
    QueueType queueType,
    Duration connectTimeout,
    Duration replyTimeout,
    Duration heartbeat,
    Backoff backoff) {
  private static final int AMQP_PORT = 5672;
  private static final int AMQPS_PORT = 5671;
  private static final String DEFAULT_CREDENTIAL = "guest";

  public RabbitConfig {
    Objects.requireNonNull(connectionName, "connectionName");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(queueType, "queueType");
    boolean known = "amqp".equals(uri.getScheme()) || "amqps".equals(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "not a broker address (amqp://user:password@host:5672/vhost): " + redacted(uri));
    }
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(replyTimeout, "replyTimeout");
    requirePositive(heartbeat, "heartbeat");
    Objects.requireNonNull(backoff, "backoff");
  }

  /**
   * Starts a configuration from the address, with defaults for the rest.
   *
   * @throws IllegalArgumentException if the address has an unknown or invalid setting
   */
  public static Builder builder(URI uri) {
    return new Builder(uri);
  }

  /** The same with another heartbeat. */
  public RabbitConfig withHeartbeat(Duration value) {
    return new RabbitConfig(
        uri,
        credentials,
        tls,
        connectionName,
        namespace,
        queueType,
        connectTimeout,
        replyTimeout,
        value,
        backoff);
  }

  /** Host and port, for messages. */
  public String address() {
    return host() + ":" + port();
  }

  String host() {
    return Objects.requireNonNull(uri.getHost());
  }

  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return isTls() ? AMQPS_PORT : AMQP_PORT;
  }

  boolean isTls() {
    return "amqps".equals(uri.getScheme());
  }

  String user() {
    if (credentials != null) {
      return credentials.user();
    }
    String userInfo = uri.getRawUserInfo();
    return userInfo == null ? DEFAULT_CREDENTIAL : decode(userInfo.split(":", 2)[0]);
  }

  String password() {
    if (credentials != null) {
      return credentials.password();
    }
    String userInfo = uri.getRawUserInfo();
    if (userInfo == null) {
      return DEFAULT_CREDENTIAL;
    }
    int colon = userInfo.indexOf(':');
    return colon < 0 ? "" : decode(userInfo.substring(colon + 1));
  }

  /** The virtual host; an empty path and the path {@code /} both mean the default one. */
  String virtualHost() {
    String path = uri.getRawPath();
    return path == null || path.length() < 2 ? "/" : decode(path.substring(1));
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "RabbitConfig[" + redacted(uri) + ", " + connectionName + ", " + queueType + "]";
  }

  private static String redacted(URI uri) {
    // Up to the last @: the address is refused, and the message must not show a password that
    // contains @ or /.
    return uri.toString().replaceFirst("(//[^/@:]*):.*@", "$1:***@");
  }

  private static String decode(String escaped) {
    return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void requirePositive(@Nullable Duration duration, String name) {
    if (duration == null || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " is not positive: " + duration);
    }
  }

  /** Collects settings that differ from the defaults. */
  public static final class Builder {
    private final URI uri;
    private @Nullable BrokerCredentials credentials;
    private @Nullable SSLContext tls;
    private String connectionName = "framemill";
    private Namespace namespace = Namespace.NONE;
    private QueueType queueType = QueueType.QUORUM;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration replyTimeout = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(15);
    private Backoff backoff = Backoff.ofMillis(500, 10_000);

    private Builder(URI uri) {
      this.uri = uri;
      String query = uri.getRawQuery();
      if (query != null && !query.isEmpty()) {
        for (String setting : query.split("&")) {
          String[] parts = setting.split("=", 2);
          set(parts[0], parts.length == 2 ? parts[1] : "");
        }
      }
    }

    private void set(String name, String value) {
      switch (name) {
        case "heartbeat" -> heartbeat = Duration.ofSeconds(number(name, value));
        case "queue_type" -> queueType = QueueType.of(value);
        default ->
            throw new IllegalArgumentException(
                "the broker's address has " + name + "; only heartbeat and queue_type are known");
      }
    }

    private static int number(String name, String value) {
      if (!value.matches("[1-9][0-9]{0,3}")) {
        throw new IllegalArgumentException(
            "the broker's address has " + name + "=" + value + "; it is 1 to 9999 seconds");
      }
      return Integer.parseInt(value);
    }

    public Builder credentials(BrokerCredentials value) {
      credentials = value;
      return this;
    }

    public Builder tls(SSLContext value) {
      tls = value;
      return this;
    }

    public Builder connectionName(String value) {
      connectionName = value;
      return this;
    }

    public Builder namespace(Namespace value) {
      namespace = value;
      return this;
    }

    public Builder queueType(QueueType value) {
      queueType = value;
      return this;
    }

    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    public Builder replyTimeout(Duration value) {
      replyTimeout = value;
      return this;
    }

    public Builder heartbeat(Duration value) {
      heartbeat = value;
      return this;
    }

    public Builder backoff(Backoff value) {
      backoff = value;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if the address is not that of a broker, or a duration is not
     *     positive
     */
    public RabbitConfig build() {
      return new RabbitConfig(
          uri,
          credentials,
          tls,
          connectionName,
          namespace,
          queueType,
          connectTimeout,
          replyTimeout,
          heartbeat,
          backoff);
    }
  }
}
