package io.framemill.controller.http.guard;

import java.net.InetSocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where an HTTP API is, and for whom.
 *
 * @param address where to listen; port 0 takes a free one
 * @param token what each client has to know; null for an unauthenticated API
 * @param tls the server's key and certificate; null for no TLS
 * @param limits what one client can take
 */
public record Endpoint(
    InetSocketAddress address,
    @Nullable AccessToken token,
    @Nullable SSLContext tls,
    HttpLimits limits) {
  public Endpoint {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(limits, "limits");
  }

  /** Without TLS, and with the limits that are usual. */
  public Endpoint(InetSocketAddress address, @Nullable AccessToken token) {
    this(address, token, null, HttpLimits.DEFAULT);
  }
}
