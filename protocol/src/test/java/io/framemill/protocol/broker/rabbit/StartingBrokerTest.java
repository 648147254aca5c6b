package io.framemill.protocol.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import io.framemill.protocol.broker.BrokerException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that listens already and cannot work yet, against one that refuses. */
class StartingBrokerTest {
  private static final int PROTOCOL_HEADER_BYTES = 8;
  private static final int MAX_FRAME_BYTES = 131_072;

  private static final Method GREETING =
      new AMQImpl.Connection.Start(
          0,
          9,
          Map.of(),
          LongStringHelper.asLongString("PLAIN"),
          LongStringHelper.asLongString("en_US"));
  private static final Method TUNE = new AMQImpl.Connection.Tune(10, MAX_FRAME_BYTES, 0);
  private static final Method OPENED = new AMQImpl.Connection.OpenOk("");

  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void open_cutBeforeTheUserIsChecked_isUnreachable() {
    answer(GREETING);
    assertThat(failure().isUnreachable()).isTrue();
  }

  @Test
  void open_internalErrorInTheHandshake_isUnreachable() {
    answer(GREETING, closing(AMQP.INTERNAL_ERROR));
    assertThat(failure().isUnreachable()).isTrue();
  }

  @Test
  void open_virtualHostIsDownStill_isUnreachable() {
    answer(GREETING, TUNE, closing(AMQP.INTERNAL_ERROR));
    assertThat(failure().isUnreachable()).isTrue();
  }

  @Test
  void open_queuesHaveNoLeaderYet_isUnreachable() {
    answer(GREETING, TUNE, OPENED, closing(AMQP.INTERNAL_ERROR));
    assertThat(failure())
        .matches(BrokerException::isUnreachable)
        .hasMessageContaining("(reason 541): is RabbitMQ there still starting?");
  }

  @Test
  void open_cutBeforeTheQueuesAreThere_isUnreachable() {
    answer(GREETING, TUNE, OPENED);
    assertThat(failure().isUnreachable()).isTrue();
  }

  @Test
  void open_refused_isNotUnreachable() {
    answer(GREETING, closing(AMQP.ACCESS_REFUSED));
    assertThat(failure())
        .matches(e -> !e.isUnreachable())
        .hasMessageContaining("user and password");
    answer(GREETING, closing(AMQP.NOT_ALLOWED));
    assertThat(failure().isUnreachable()).isFalse();
    answer(GREETING, TUNE, closing(AMQP.NOT_ALLOWED));
    assertThat(failure().isUnreachable()).isFalse();
    answer(GREETING, TUNE, OPENED, closing(AMQP.NOT_ALLOWED));
    assertThat(failure().isUnreachable()).isFalse();
  }

  private BrokerException failure() {
    URI uri = URI.create("amqp://127.0.0.1:" + listener.getLocalPort());
    RabbitConfig config = RabbitConfig.builder(uri).connectTimeout(Duration.ofSeconds(5)).build();
    return assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> RabbitBroker.open(config))
        .actual();
  }

  private static Method closing(int code) {
    return new AMQImpl.Connection.Close(code, "reason " + code, 0, 0);
  }

  /** Serves the next connection in the background: an answer to each request, then the end. */
  private void answer(Method... answers) {
    Thread server = new Thread(() -> serve(List.of(answers)), "starting-broker");
    server.setDaemon(true);
    server.start();
  }

  private void serve(List<Method> answers) {
    try (Socket socket = listener.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      in.readNBytes(PROTOCOL_HEADER_BYTES);
      for (Method answer : answers) {
        ((com.rabbitmq.client.impl.Method) answer).toFrame(0).writeTo(out);
        out.flush();
        Frame.readFrom(in, () -> MAX_FRAME_BYTES);
        if (answer == TUNE) {
          Frame.readFrom(in, () -> MAX_FRAME_BYTES); // TuneOk has no answer, Open has
        }
      }
    } catch (IOException e) {
      // The client is gone: so ends this connection.
    }
  }
}
