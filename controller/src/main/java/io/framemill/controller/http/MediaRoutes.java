package io.framemill.controller.http;

import io.framemill.controller.http.message.ServerInfo;
import io.framemill.protocol.MessageCodec;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;

/** Routes that describe the media directory and its sources. */
final class MediaRoutes {
  private final MessageCodec codec = new MessageCodec();
  private final MediaDirectory media;
  private final ServerInfo server;

  MediaRoutes(MediaDirectory media, String release) {
    this.media = media;
    this.server = new ServerInfo(release, media.root().toString());
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/server", ctx -> answer(ctx, server));
    routes.get("/v1/sources", this::find);
  }

  private void find(Context ctx) {
    String key = ctx.queryParam("key");
    if (key == null) {
      throw new BadRequestResponse("The parameter \"key\" is missing");
    }
    answer(ctx, media.find(key));
  }

  private void answer(Context ctx, Object message) {
    ctx.contentType(JobRoutes.JSON).result(codec.encode(message));
  }
}
