package io.framemill.protocol.broker.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Describes failures of the client in words for users. */
final class RabbitErrors {
  private RabbitErrors() {}

  /** The cause in a few words, without a class name where possible. */
  static String of(Throwable failure) {
    if (failure instanceof ShutdownSignalException signal) {
      return ofShutdown(signal);
    }
    if (failure.getCause() instanceof ShutdownSignalException signal) {
      return ofShutdown(signal);
    }
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof AuthenticationFailureException) {
      return "user or password refused";
    }
    if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof EOFException) {
      return "connection ended";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Whether a broker answered and would answer the same again. One that is still starting, or whose
   * queues have no leader yet, closes the connection or answers 541.
   */
  static boolean isRefusal(Throwable failure) {
    Throwable signal = failure instanceof ShutdownSignalException ? failure : failure.getCause();
    if (!(signal instanceof ShutdownSignalException shutdown)) {
      return false;
    }
    return shutdown.getReason() instanceof AMQP.Connection.Close close
        ? close.getReplyCode() != AMQP.CONNECTION_FORCED
            && close.getReplyCode() != AMQP.INTERNAL_ERROR
        : shutdown.getReason() instanceof AMQP.Channel.Close;
  }

  private static String ofShutdown(ShutdownSignalException signal) {
    String said = said(signal.getReason());
    if (said != null) {
      return said;
    }
    Throwable cause = signal.getCause();
    return cause == null ? "connection closed" : of(cause);
  }

  private static @Nullable String said(@Nullable Object method) {
    if (method instanceof AMQP.Connection.Close close) {
      return close.getReplyText();
    }
    if (method instanceof AMQP.Channel.Close close) {
      return close.getReplyText();
    }
    return null;
  }
}
