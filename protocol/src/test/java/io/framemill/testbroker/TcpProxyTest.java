package io.framemill.testbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::echo, "echo");
    thread.setDaemon(true);
    thread.start();
    proxy = new TcpProxy(URI.create("tcp://u@127.0.0.1:" + echo.getLocalPort() + "/"));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void slow_answer_takesTheDelayOfBothDirections() throws IOException {
    proxy.slow(Duration.ofMillis(50), 0, 1);
    try (Socket client = connect()) {
      long from = System.nanoTime();

      assertThat(echoOf(client, 7)).isEqualTo(7);

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(99));
    }
  }

  @Test
  void slow_chunksLost_allArriveInTheirOrder() throws IOException {
    proxy.slow(Duration.ofMillis(1), 0.5, 1);
    try (Socket client = connect()) {
      long from = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(echoOf(client, i)).isEqualTo(i);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - from))
          .as("of twenty chunks some were lost, and came after a timeout")
          .isGreaterThan(Duration.ofMillis(4 * 200));
    }
  }

  @Test
  void restore_afterSlow_isQuickAgain() throws IOException {
    proxy.slow(Duration.ofHours(1), 0, 1);
    proxy.restore();
    try (Socket client = connect()) {
      assertThat(echoOf(client, 7)).isEqualTo(7);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.uri().getPort());
  }

  private static int echoOf(Socket client, int number) throws IOException {
    new DataOutputStream(client.getOutputStream()).writeInt(number);
    return new DataInputStream(client.getInputStream()).readInt();
  }

  private void echo() {
    try (Socket client = echo.accept()) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // The test is over.
    }
  }
}
