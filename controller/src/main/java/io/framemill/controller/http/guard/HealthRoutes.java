package io.framemill.controller.http.guard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** For supervisors and load balancers: is it alive, can it work. */
public final class HealthRoutes {
  /** Open to all: whoever watches over a process knows no secrets. */
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
