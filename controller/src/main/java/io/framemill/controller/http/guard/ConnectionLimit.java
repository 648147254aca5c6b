package io.framemill.controller.http.guard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of connections within a quota. Beyond it, the server closes the oldest idle
 * connection of the same address, or of the address with the most connections. A connection is idle
 * while no request of it is being processed, even if one is half-sent. So the newest connection is
 * always served, also for a health check.
 */
public final class ConnectionLimit implements Connection.Listener {
  private final Quota quota;

  /** By client, oldest first. */
  @GuardedBy("this")
  private final Map<String, Set<HttpConnection>> connections = new HashMap<>();

  @GuardedBy("this")
  private int total;

  public ConnectionLimit(Quota quota) {
    this.quota = quota;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      HttpConnection excess = add(client(http), http);
      if (excess != null) {
        excess.getEndPoint().close();
      }
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      remove(client(http), http);
    }
  }

  /** Counts a connection; returns the one to close for it, which is no longer counted. */
  private synchronized @Nullable HttpConnection add(String client, HttpConnection added) {
    Set<HttpConnection> own = connections.computeIfAbsent(client, key -> new LinkedHashSet<>());
    own.add(added);
    total++;
    HttpConnection excess = null;
    if (own.size() > quota.perAddress()) {
      excess = oldestIdle(own, added);
    } else if (total > quota.total()) {
      excess = oldestIdle(largest(), added);
    }
    if (excess != null) {
      remove(client(excess), excess);
    }
    return excess;
  }

  private synchronized void remove(String client, HttpConnection connection) {
    Set<HttpConnection> own = connections.get(client);
    if (own != null && own.remove(connection)) {
      total--;
      if (own.isEmpty()) {
        connections.remove(client);
      }
    }
  }

  @GuardedBy("this")
  private Set<HttpConnection> largest() {
    return connections.values().stream()
        .max(Comparator.comparingInt(Set::size))
        .orElseThrow(IllegalStateException::new);
  }

  /** If all are busy, the new connection is closed. */
  private static HttpConnection oldestIdle(
      Collection<HttpConnection> among, HttpConnection newcomer) {
    return among.stream()
        .filter(connection -> connection.getHttpChannel().getRequest() == null)
        .filter(connection -> connection != newcomer)
        .findFirst()
        .orElse(newcomer);
  }

  private static String client(HttpConnection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? RateLimit.client(address.getAddress().getHostAddress())
        : "";
  }
}
