package io.framemill.controller.http.guard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** Liveness and readiness checks for supervisors and load balancers. */
public final class HealthRoutes {
  /** Needs no token: health checkers have no secrets. */
  static final String ROOT = "/health/";

  private final ServerState state;

  public HealthRoutes(ServerState state) {
    this.state = state;
  }

  public void register(RoutesConfig routes) {
    routes.get(ROOT + "live", ctx -> ctx.result("live\n"));
    routes.get(
        ROOT + "ready",
        ctx -> {
          Optional<String> problem = state.standingBy().or(state::problem);
          if (problem.isEmpty()) {
            ctx.result("ready\n");
          } else {
            Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, problem.get());
          }
        });
  }
}
