package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ProtocolVersionMismatchException;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.DaemonThreads;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to one broker. */
final class RabbitConnector {
  private static final Logger log = LoggerFactory.getLogger(RabbitConnector.class);

  private final RabbitConfig config;
  private final ConnectionFactory factory;

  /**
   * @param handlers runs the subscriptions' handlers; the caller closes it
   */
  RabbitConnector(RabbitConfig config, ExecutorService handlers) {
    this.config = config;
    this.factory = factory(config, handlers);
  }

  /**
   * @throws BrokerException if there is no broker, or it refuses
   */
  Connection connect() {
    try {
      return factory.newConnection(config.connectionName());
    } catch (AuthenticationFailureException e) {
      throw new BrokerException(
          "The broker at %s refused user %s: check user and password"
              .formatted(config.address(), config.user()),
          e);
    } catch (SSLException e) {
      throw new BrokerException(
          "No TLS with the broker at %s (%s): does it speak TLS there, and is its certificate for that name and of an authority that we trust? --broker-ca-file names one of your own"
              .formatted(config.address(), RabbitErrors.of(e)),
          e);
    } catch (IOException | TimeoutException e) {
      String message =
          "Cannot connect to the broker at %s as %s (%s): is RabbitMQ running there, and its URI right?"
              .formatted(config.address(), config.user(), RabbitErrors.of(e));
      throw e instanceof ProtocolVersionMismatchException || RabbitErrors.isRefusal(e)
          ? new BrokerException(message, e)
          : BrokerException.unreachable(message, e);
    }
  }

  private static ConnectionFactory factory(RabbitConfig config, ExecutorService handlers) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(config.host());
    factory.setPort(config.port());
    factory.setVirtualHost(config.virtualHost());
    factory.setUsername(config.user());
    factory.setPassword(config.password());
    int connectMillis = Math.toIntExact(config.connectTimeout().toMillis());
    factory.setConnectionTimeout(connectMillis);
    factory.setHandshakeTimeout(connectMillis);
    factory.setChannelRpcTimeout(Math.toIntExact(config.replyTimeout().toMillis()));
    factory.setRequestedHeartbeat(Math.toIntExact(config.heartbeat().toSeconds()));
    // The client's own recovery loses channels that the broker closed: RabbitBroker has its own.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setSharedExecutor(handlers);
    factory.setThreadFactory(new DaemonThreads("rabbit-connection"));
    factory.setExceptionHandler(new QuietExceptionHandler());
    if (config.isTls()) {
      verifyPeer(factory, config.tls());
    }
    return factory;
  }

  // The client's default TLS setup trusts every certificate.
  private static void verifyPeer(ConnectionFactory factory, @Nullable SSLContext context) {
    try {
      factory.useSslProtocol(context == null ? SSLContext.getDefault() : context);
      factory.enableHostnameVerification();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /** Logs nothing: errors end the connection or the channel, which is logged there. */
  private static final class QuietExceptionHandler extends ForgivingExceptionHandler {
    @Override
    protected void log(String message, Throwable e) {
      log.debug("{}", message, e);
    }
  }
}
