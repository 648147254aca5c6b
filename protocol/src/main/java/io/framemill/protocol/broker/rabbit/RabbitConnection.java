package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.framemill.protocol.broker.BrokerException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, from opening to loss; a new object replaces it. */
final class RabbitConnection implements BlockedListener {
  private static final Logger log = LoggerFactory.getLogger(RabbitConnection.class);

  private final Connection connection;
  private volatile @Nullable String blockedBecause;

  RabbitConnection(Connection connection) {
    this.connection = connection;
    connection.addBlockedListener(this);
  }

  /** Calls the listener with the reason once the connection is lost; not if it is closed here. */
  void onLost(Consumer<String> listener) {
    connection.addShutdownListener(
        signal -> {
          if (!signal.isInitiatedByApplication()) {
            listener.accept(RabbitErrors.of(signal));
          }
        });
  }

  /** Closes the connection in any state. */
  void close(Duration timeout) {
    connection.abort(Math.toIntExact(timeout.toMillis()));
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  /** Why the broker blocks publishers now, such as a full disk; null if it does not. */
  @Nullable String blockedBecause() {
    return blockedBecause;
  }

  Channel openChannel() throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("no channel is free on this connection");
    }
    return channel;
  }

  @Override
  public void handleBlocked(String reason) {
    log.warn("The broker takes no messages for now ({})", reason);
    blockedBecause = reason;
  }

  @Override
  public void handleUnblocked() {
    log.info("The broker takes messages again");
    blockedBecause = null;
  }

  /** Closes a channel in any state. */
  static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | AlreadyClosedException e) {
      log.debug("Channel was gone already", e);
    }
  }

  /** Provides the current connection. */
  interface Source {
    /**
     * The open connection.
     *
     * @throws BrokerException if there is no connection, or the broker blocks publishers
     */
    RabbitConnection require();
  }
}
