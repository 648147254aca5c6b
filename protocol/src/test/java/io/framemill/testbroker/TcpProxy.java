package io.framemill.testbroker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** Stands between a client and a broker on loopback, to cut the line as a network would. */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesToCut = new AtomicLong(Long.MAX_VALUE);
  private final Object gate = new Object();
  private volatile boolean refusing;

  @GuardedBy("gate")
  private boolean stalled;

  /** Starts to listen on a free port. */
  public TcpProxy(URI target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::acceptAll);
  }

  /** The target's URI with this proxy's host and port. */
  public URI uri() {
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    return URI.create(
        "%s://%s@127.0.0.1:%d%s%s"
            .formatted(
                target.getScheme(),
                target.getRawUserInfo(),
                listener.getLocalPort(),
                target.getRawPath(),
                query));
  }

  /** Cuts every connection that there is; new ones are let through. */
  public void cut() {
    for (Socket socket : sockets) {
      // One by one: what is added meanwhile stays, and is cut the next time.
      sockets.remove(socket);
      close(socket);
    }
  }

  /** Cuts every connection, and those to come, until {@link #restore}. */
  public void cutForGood() {
    refusing = true;
    cut();
  }

  /**
   * Holds back all that either side says from now on, until {@link #restore}: both see a connection
   * that is open and silent, as when a cable is pulled. New connections are taken, and silent, too.
   */
  public void stall() {
    synchronized (gate) {
      stalled = true;
    }
  }

  /** Cuts every connection once the clients have sent so many bytes more. */
  public void cutAfter(long bytes) {
    bytesToCut.set(bytes);
  }

  /** Lets connections through again, with what was held back of those that are still open. */
  public void restore() {
    refusing = false;
    synchronized (gate) {
      stalled = false;
      gate.notifyAll();
    }
  }

  @Override
  public void close() {
    close(listener);
    restore();
    refusing = true;
    cut();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The listener was closed, or the target is away: the client sees its connection end.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    if (refusing) {
      close(client);
      return;
    }
    try {
      Socket server = new Socket(target.getHost(), target.getPort());
      sockets.add(server);
      if (refusing) {
        // Since it was taken.
        cut();
        return;
      }
      daemon(() -> pump(client, server, this::countDown));
      daemon(() -> pump(server, client, count -> {}));
    } catch (IOException e) {
      close(client);
      throw e;
    }
  }

  private void pump(Socket from, Socket to, IntConsumer countdown) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitGate();
        countdown.accept(count);
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void countDown(int bytes) {
    if (bytesToCut.addAndGet(-bytes) <= 0) {
      bytesToCut.set(Long.MAX_VALUE);
      cut();
    }
  }

  private void awaitGate() throws InterruptedException {
    synchronized (gate) {
      while (stalled) {
        gate.wait();
      }
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close " + socket, e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
