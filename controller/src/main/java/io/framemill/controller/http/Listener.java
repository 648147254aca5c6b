package io.framemill.controller.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.framemill.controller.http.guard.ConnectionLimit;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.HeaderTimeout;
import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.guard.Quota;
import io.framemill.controller.http.guard.RequestLimit;
import io.javalin.config.JettyConfig;
import java.lang.management.ManagementFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Configures Jetty's connectors: address, TLS, and timeouts for clients. */
public final class Listener {
  /** Connections that the operating system queues until they are accepted; it may allow fewer. */
  private static final int ACCEPT_QUEUE = 1_024;

  /** Health checks answered at the same time; each takes less than a millisecond. */
  public static final Quota HEALTH_CHECKS = new Quota(40, 10);

  /** Threads for the acceptor, the selectors, refusals, and writing to event streams. */
  private static final int OTHER_THREADS = 50;

  private static final int MIN_THREADS = 8;

  private final Endpoint endpoint;

  public Listener(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void configure(JettyConfig jetty) {
    jetty.threadPool = threadPool();
    jetty.modifyServer(
        server -> {
          server.setHandler(new RequestLimit(endpoint.limits().requests(), HEALTH_CHECKS));
          server.setErrorHandler(new ProblemHandler());
        });
    jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemHandler()));
    jetty.modifyHttpConfiguration(this::limit);
    jetty.addConnector(this::connector);
  }

  /** A thread pool with spare threads when every allowed request and health check holds one. */
  public QueuedThreadPool threadPool() {
    int threads = endpoint.limits().requests().total() + HEALTH_CHECKS.total() + OTHER_THREADS;
    QueuedThreadPool pool = new QueuedThreadPool(threads, MIN_THREADS);
    pool.setName("http");
    return pool;
  }

  private void limit(HttpConfiguration http) {
    HttpLimits limits = endpoint.limits();
    http.setRequestHeaderSize(limits.headerBytes());
  }

  private Connector connector(Server server, HttpConfiguration configuration) {
    ServerConnector connector =
        endpoint.tls() == null
            ? new ServerConnector(server, new HttpConnectionFactory(configuration))
            : new ServerConnector(server, tls(), new HttpConnectionFactory(secure(configuration)));
    connector.setHost(endpoint.address().getHostString());
    connector.setPort(endpoint.address().getPort());
    connector.setIdleTimeout(endpoint.limits().idleTime().toMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.addBean(new ConnectionLimit(connections()));
    connector.addBean(new HeaderTimeout(connector, endpoint.limits().headerTime()));
    return connector;
  }

  /**
   * Connection quota that leaves some of the process's file descriptors to uploads and the store.
   */
  private Quota connections() {
    Quota wanted = endpoint.limits().connections();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    int total = (int) Math.min(wanted.total(), Math.max(1, files - files / 4));
    return new Quota(total, Math.min(total, wanted.perAddress()));
  }

  private SslContextFactory.Server tls() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(endpoint.tls());
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return factory;
  }

  private static HttpConfiguration secure(HttpConfiguration configuration) {
    HttpConfiguration secure = new HttpConfiguration(configuration);
    // The client checks that the host is the one it meant; the server has one certificate for all
    // names.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    return secure;
  }
}
