package io.framemill.controller.http.guard;

import io.javalin.config.RoutesConfig;

/**
 * Security headers of every response: no content sniffing, no caching, no scripts, no framing
 * (OWASP REST Security Cheat Sheet).
 */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  public static void register(RoutesConfig routes) {
    routes.before(
        ctx ->
            ctx.header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer"));
  }
}
