package io.framemill.controller.http;

import io.javalin.config.JettyConfig;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** How Jetty listens: where, with TLS or without, and how much patience it has with clients. */
final class Listener {
  private final Endpoint endpoint;

  Listener(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void configure(JettyConfig jetty) {
    jetty.modifyServer(
        server -> {
          server.addBean(new ConnectionLimit(endpoint.limits().connections(), server));
          server.setErrorHandler(new ProblemHandler());
        });
    jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemHandler()));
    jetty.modifyHttpConfiguration(this::limit);
    jetty.addConnector(this::connector);
  }

  private void limit(HttpConfiguration http) {
    HttpLimits limits = endpoint.limits();
    http.setRequestHeaderSize(limits.headerBytes());
    http.setMinRequestDataRate(limits.bodyBytesPerSecond());
  }

  private Connector connector(Server server, HttpConfiguration configuration) {
    ServerConnector connector =
        endpoint.tls() == null
            ? new ServerConnector(server, new HttpConnectionFactory(configuration))
            : new ServerConnector(server, tls(), new HttpConnectionFactory(secure(configuration)));
    connector.setHost(endpoint.address().getHostString());
    connector.setPort(endpoint.address().getPort());
    connector.setIdleTimeout(endpoint.limits().idleTime().toMillis());
    connector.addBean(new SlowHeaders(connector, endpoint.limits().headerTime()));
    return connector;
  }

  private SslContextFactory.Server tls() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(endpoint.tls());
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return factory;
  }

  private static HttpConfiguration secure(HttpConfiguration configuration) {
    HttpConfiguration secure = new HttpConfiguration(configuration);
    // The client checks that it is the host it meant; we have one certificate for all names.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    return secure;
  }
}
