package io.framemill.worker.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that nobody must connect to; hangs up on whoever does. */
final class NetTrap implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  NetTrap() throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::lurk, "trap-net");
    thread.setDaemon(true);
    thread.start();
  }

  /** Such as {@code 127.0.0.1:4711}. */
  String address() {
    return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  /** How many have connected so far, this question not counted. */
  int connections() throws IOException {
    // Connections are accepted in their order: once this one is, all earlier ones are counted.
    try (Socket last = new Socket(server.getInetAddress(), server.getLocalPort())) {
      int ended = last.getInputStream().read();
      if (ended >= 0) {
        throw new IOException("Somebody answered " + ended);
      }
    }
    return connections.decrementAndGet();
  }

  private void lurk() {
    while (!server.isClosed()) {
      try (Socket visitor = server.accept()) {
        connections.incrementAndGet();
        visitor.shutdownOutput();
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
