package io.framemill.controller.http;

import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.storage.AtomicFile;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where sources lie and takes new ones in. */
final class MediaRoutes {
  private static final Logger log = LoggerFactory.getLogger(MediaRoutes.class);

  private final MessageCodec codec = new MessageCodec();
  private final MediaDirectory media;
  private final ServerInfo server;

  MediaRoutes(MediaDirectory media, String release) {
    this.media = media;
    this.server = new ServerInfo(release, media.root().toString());
  }

  void register(Javalin javalin) {
    javalin.get("/v1/server", ctx -> answer(ctx, server));
    javalin.get("/v1/sources", this::find);
    javalin.put("/v1/uploads/{name}", this::upload);
  }

  private void find(Context ctx) {
    String key = ctx.queryParam("key");
    if (key == null) {
      throw new BadRequestResponse("The parameter \"key\" is missing");
    }
    answer(ctx, media.find(key));
  }

  private void upload(Context ctx) {
    try {
      SourceInfo source = media.receive(ctx.pathParam("name"), ctx.bodyInputStream());
      log.info("Received {} ({} bytes)", source.key(), source.sizeBytes());
      answer(ctx.status(HttpStatus.CREATED), source);
    } catch (IOException e) {
      log.warn("Upload of {} failed: {}", ctx.pathParam("name"), AtomicFile.why(e));
      Problems.answer(
          ctx,
          HttpStatus.INSUFFICIENT_STORAGE,
          "The upload cannot be stored: " + AtomicFile.why(e));
    }
  }

  private void answer(Context ctx, Object message) {
    ctx.contentType(JobRoutes.JSON).result(codec.encode(message));
  }
}
