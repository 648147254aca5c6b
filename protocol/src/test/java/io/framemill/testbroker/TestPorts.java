package io.framemill.testbroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Port numbers for programs that cannot listen on port 0, or that listen on the same port again
 * after a restart. What can listen on port 0 should.
 *
 * <p>They are below the ephemeral ports (Linux has them from 32768, macOS and Windows from 49152):
 * there, any outgoing connection can take a port between two starts of a server, and keep it. Each
 * port is given out once in this JVM. JVMs begin at different ports.
 */
public final class TestPorts {
  private static final int MIN_PORT = 10_000;
  private static final int MAX_PORT = 32_000;
  private static final int PORTS = MAX_PORT - MIN_PORT;

  /** Far apart for process ids that follow each other. */
  private static final int STRIDE = 7_919;

  private static final AtomicInteger next =
      new AtomicInteger((int) (ProcessHandle.current().pid() * STRIDE % PORTS));

  private TestPorts() {}

  /** A loopback port that nobody listens on. */
  public static int free() {
    for (int tries = 0; tries < PORTS; tries++) {
      int port = MIN_PORT + Math.floorMod(next.getAndIncrement(), PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No port is free from " + MIN_PORT + " to " + MAX_PORT);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
