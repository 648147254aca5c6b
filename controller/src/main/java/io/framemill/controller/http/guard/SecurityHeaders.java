package io.framemill.controller.http.guard;

import io.javalin.config.RoutesConfig;

/**
 * What every answer tells a browser that comes across it: to take it for what it is, keep nothing
 * of it, and run or frame nothing (OWASP REST Security Cheat Sheet).
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
