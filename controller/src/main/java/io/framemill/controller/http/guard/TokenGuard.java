package io.framemill.controller.http.guard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requires the access token on each request. Without a token the API is unauthenticated, and only
 * requests of foreign web pages are refused: a script or form carries its {@code Origin}, and a
 * page that uses DNS rebinding carries its own name as {@code Host}.
 */
public final class TokenGuard {
  private static final Pattern HOST =
      Pattern.compile("(?<name>\\[[0-9a-f:.]+]|[^\\[\\]:]+)(:[0-9]+)?");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*]|[0-9]+(\\.[0-9]+){3}");

  private final @Nullable AccessToken token;
  private final String ownName;
  private final boolean isOpen;

  public TokenGuard(Endpoint endpoint) {
    token = endpoint.token();
    ownName = endpoint.address().getHostString().toLowerCase(Locale.ROOT);
    isOpen = ownName.equals("0.0.0.0") || ownName.matches("[0:]+");
  }

  public void register(RoutesConfig routes) {
    routes.before(token == null ? this::checkOrigin : ctx -> checkToken(ctx, token));
  }

  private static void checkToken(Context ctx, AccessToken token) {
    if (!ctx.path().startsWith(HealthRoutes.ROOT)
        && !token.isProvenBy(ctx.header("Authorization"))) {
      ctx.header("WWW-Authenticate", "Bearer");
      throw new UnauthorizedResponse(
          "This server asks for its token: set FRAMEMILL_TOKEN or name a --token-file");
    }
  }

  private void checkOrigin(Context ctx) {
    String host = ctx.header("Host");
    if (host != null && !isOwn(host.toLowerCase(Locale.ROOT))) {
      throw new ForbiddenResponse(
          "This server is not called "
              + host
              + ": use its IP address, or the name that it was told to listen on");
    }
    String origin = ctx.header("Origin");
    if (origin != null && !isOwnOrigin(origin, host)) {
      throw new ForbiddenResponse("Web pages of " + origin + " may not use this server");
    }
  }

  /**
   * Whether a host name is safe from DNS rebinding: an address, or a name without a dot, which
   * cannot be resolved outside of the network.
   */
  private boolean isOwn(String host) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group("name");
    return name.equals("localhost")
        || name.equals(ownName)
        || IP_ADDRESS.matcher(name).matches()
        || (isOpen && !name.contains("."));
  }

  private static boolean isOwnOrigin(String origin, @Nullable String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }
}
