package io.framemill.controller.http.guard;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Address, credentials and limits of an HTTP API.
 *
 * @param address where to listen; port 0 takes a free one
 * @param token token that each client must send; null for an unauthenticated API
 * @param tls the server's key and certificate; null for no TLS
 * @param limits what one client can take
 */
public record Endpoint(
    InetSocketAddress address,
    @Nullable AccessToken token,
    @Nullable SSLContext tls,
    HttpLimits limits) {
  /** Without TLS, and with the default limits. */
  public Endpoint(InetSocketAddress address, @Nullable AccessToken token) {
    this(address, token, null, HttpLimits.DEFAULT);
  }
}
