package io.framemill.controller.http;

import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import java.util.function.BooleanSupplier;

/** For supervisors and load balancers: is it alive, can it work. */
final class HealthRoutes {
  /** Open to all: whoever watches over a process knows no secrets. */
  static final String ROOT = "/health/";

  private final BooleanSupplier ready;

  HealthRoutes(BooleanSupplier ready) {
    this.ready = ready;
  }

  void register(Javalin server) {
    server.get(ROOT + "live", ctx -> ctx.result("live\n"));
    server.get(
        ROOT + "ready",
        ctx -> {
          if (ready.getAsBoolean()) {
            ctx.result("ready\n");
          } else {
            Problems.answer(
                ctx, HttpStatus.SERVICE_UNAVAILABLE, "No connection to the message broker");
          }
        });
  }
}
