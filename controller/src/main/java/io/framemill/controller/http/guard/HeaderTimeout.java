package io.framemill.controller.http.guard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Ends connections on which the first line and the headers of a request take too long. Jetty's idle
 * timeout does not: it begins anew with each byte, so that a client that sends one now and then
 * keeps a connection for ever. Only Jetty's own {@link HttpConnection}, in a package that it calls
 * internal, knows how far a request has come.
 */
public final class HeaderTimeout extends AbstractLifeCycle implements Connection.Listener {
  private final ServerConnector connector;
  private final long limitNanos;

  /** When each connection began to receive headers; 0 outside of headers. */
  private final Map<HttpConnection, Long> since = new ConcurrentHashMap<>();

  public HeaderTimeout(ServerConnector connector, Duration limit) {
    this.connector = connector;
    this.limitNanos = limit.toNanos();
  }

  @Override
  protected void doStart() {
    checkLater();
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      since.put(http, 0L);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      since.remove(http);
    }
  }

  private void checkLater() {
    connector.getScheduler().schedule(this::check, limitNanos / 4, TimeUnit.NANOSECONDS);
  }

  private void check() {
    long now = System.nanoTime();
    since.keySet().forEach(connection -> check(connection, now));
    if (isRunning() && connector.isRunning()) {
      checkLater();
    }
  }

  private void check(HttpConnection connection, long now) {
    HttpParser parser = connection.getParser();
    boolean isInHeaders = parser.inHeaderState() && !parser.isStart();
    Long before =
        since.computeIfPresent(connection, (key, value) -> value(value, isInHeaders, now));
    if (before != null && before != 0 && now - before > limitNanos) {
      connection.getEndPoint().close();
    }
  }

  private static long value(long before, boolean isInHeaders, long now) {
    if (!isInHeaders) {
      return 0;
    }
    return before == 0 ? now : before;
  }
}
