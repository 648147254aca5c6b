package io.framemill.controller.http;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an HTTP API is, and for whom.
 *
 * @param address where to listen; port 0 takes a free one
 * @param token what each client has to know; null to ask nobody who they are
 */
public record Endpoint(InetSocketAddress address, @Nullable AccessToken token) {
  public Endpoint {
    Objects.requireNonNull(address, "address");
  }
}
