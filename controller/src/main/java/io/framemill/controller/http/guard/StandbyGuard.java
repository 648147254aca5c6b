package io.framemill.controller.http.guard;

import io.framemill.controller.api.StandbyException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Lets a standby server answer health checks only. */
public record StandbyGuard(ServerState state) {
  public void register(RoutesConfig routes) {
    routes.before(this::check);
  }

  private void check(Context ctx) {
    if (!ctx.path().startsWith(HealthRoutes.ROOT)) {
      state
          .standingBy()
          .ifPresent(
              reason -> {
                throw new StandbyException(reason);
              });
    }
  }
}
