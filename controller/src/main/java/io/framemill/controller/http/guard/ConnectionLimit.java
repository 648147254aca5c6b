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
 * Keeps the number of connections within a quota. For one too many another one of the same address
 * is ended, or of the address that has the most: the oldest on which no request is worked on, be it
 * silent or half-sent. So the newest is always heard, a health check too.
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

  /** Counts a connection; returns the one that has to go for it, which is counted no longer. */
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

  /** Where all are at work, the newcomer has to go. */
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
