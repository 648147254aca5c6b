package io.framemill.controller.http;

import io.framemill.controller.job.StandbyException;
import io.javalin.Javalin;
import io.javalin.http.Context;

/** Lets a server that stands by answer for its health only. */
final class StandbyGuard {
  private final ServerState state;

  StandbyGuard(ServerState state) {
    this.state = state;
  }

  void register(Javalin server) {
    server.before(this::check);
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
