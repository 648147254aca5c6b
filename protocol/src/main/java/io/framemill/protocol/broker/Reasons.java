package io.framemill.protocol.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The client's failures in words for people. */
final class Reasons {
  private Reasons() {}

  /** Says why, in a few words and without a class name where possible. */
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
