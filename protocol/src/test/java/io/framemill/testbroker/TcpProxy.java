package io.framemill.testbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a broker on loopback, to cut the line as a network would. */
public final class TcpProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

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
    return URI.create(
        "%s://%s@127.0.0.1:%d"
            .formatted(target.getScheme(), target.getRawUserInfo(), listener.getLocalPort()));
  }

  /** Cuts every connection that there is; new ones are let through. */
  public void cut() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  /** Cuts every connection, and those to come, until {@link #restore}. */
  public void cutForGood() {
    refusing = true;
    cut();
  }

  /** Lets connections through again. */
  public void restore() {
    refusing = false;
  }

  @Override
  public void close() {
    refusing = true;
    close(listener);
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
      daemon(() -> pump(client, server));
      daemon(() -> pump(server, client));
    } catch (IOException e) {
      close(client);
      throw e;
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Cut.
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
