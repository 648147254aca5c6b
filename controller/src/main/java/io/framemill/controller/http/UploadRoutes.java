package io.framemill.controller.http;

import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.guard.Problems;
import io.framemill.controller.http.message.DigestFields;
import io.framemill.controller.http.message.SourceInfo;
import io.framemill.controller.http.message.Tus;
import io.framemill.controller.upload.Upload;
import io.framemill.controller.upload.UploadException;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.MessageCodec;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives sources: in one request with {@code PUT}, or resumable, by tus 1.0.0 with its extensions
 * creation, checksum, expiration and termination.
 */
final class UploadRoutes {
  private static final Logger log = LoggerFactory.getLogger(UploadRoutes.class);
  private static final String UPLOADS = "/v1/uploads";
  private static final String UPLOAD = UPLOADS + "/{id}";
  private static final String CHECKSUM_MISMATCH = "Checksum Mismatch";
  private static final int CHECKSUM_MISMATCH_STATUS = 460;

  private final MessageCodec codec = new MessageCodec();
  private final Uploads uploads;
  private final HttpLimits limits;

  UploadRoutes(Uploads uploads, HttpLimits limits) {
    this.uploads = uploads;
    this.limits = limits;
  }

  void register(RoutesConfig routes) {
    routes.exception(UploadException.class, UploadRoutes::refuse);
    routes.put(UPLOAD, this::receive);
    routes.get(UPLOAD, this::show);
    routes.options(UPLOADS, this::capabilities);
    routes.options(UPLOAD, this::capabilities);
    routes.post(UPLOADS, tus(this::create));
    routes.head(UPLOAD, tus(this::offset));
    routes.patch(UPLOAD, tus(this::append));
    routes.delete(UPLOAD, tus(this::delete));
  }

  private void receive(Context ctx) throws IOException {
    Upload upload =
        uploads.receive(
            ctx.pathParam("id"),
            ctx.req().getContentLengthLong(),
            RequestBody.of(ctx, limits),
            DigestFields.ofFile(ctx));
    log.info("Received {} ({} bytes)", upload.key(), upload.sizeBytes());
    answer(ctx.status(HttpStatus.CREATED), upload);
  }

  private void show(Context ctx) {
    Upload upload = uploads.find(ctx.pathParam("id"));
    if (!upload.isComplete()) {
      throw new ConflictResponse(
          "The upload is not complete: %s of %s bytes are here"
              .formatted(upload.receivedBytes(), upload.sizeBytes()));
    }
    answer(ctx, upload);
  }

  private void capabilities(Context ctx) {
    ctx.status(HttpStatus.NO_CONTENT)
        .header(Tus.RESUMABLE, Tus.VERSION)
        .header("Tus-Version", Tus.VERSION)
        .header("Tus-Extension", Tus.EXTENSIONS)
        .header("Tus-Checksum-Algorithm", Tus.CHECKSUM_ALGORITHMS)
        .header("Tus-Max-Size", "" + uploads.policy().maxBytes());
  }

  private void create(Context ctx) {
    Upload upload =
        uploads.create(fileName(ctx), number(ctx, Tus.LENGTH), DigestFields.ofFile(ctx));
    describe(ctx, upload)
        .status(HttpStatus.CREATED)
        .header("Location", UPLOADS + "/" + upload.id());
  }

  private void offset(Context ctx) {
    Upload upload = uploads.find(ctx.pathParam("id"));
    describe(ctx, upload)
        .header(Tus.LENGTH, "" + upload.sizeBytes())
        .header("Cache-Control", "no-store");
  }

  private void append(Context ctx) throws IOException {
    if (!Tus.PIECE_TYPE.equals(ctx.contentType())) {
      throw new UnsupportedMediaTypeResponse("A piece of an upload is " + Tus.PIECE_TYPE);
    }
    String id = ctx.pathParam("id");
    long offset = number(ctx, Tus.OFFSET);
    requireFits(ctx.req().getContentLengthLong(), uploads.find(id));
    Upload upload =
        uploads.append(id, offset, RequestBody.of(ctx, limits), DigestFields.ofPiece(ctx));
    if (upload.isComplete()) {
      log.info("Received {} ({} bytes)", upload.key(), upload.sizeBytes());
    }
    describe(ctx, upload).status(HttpStatus.NO_CONTENT);
  }

  private void delete(Context ctx) {
    uploads.delete(ctx.pathParam("id"));
    ctx.status(HttpStatus.NO_CONTENT);
  }

  private static void requireFits(long pieceBytes, Upload upload) {
    if (pieceBytes > upload.sizeBytes() - upload.receivedBytes()) {
      throw new ContentTooLargeResponse(
          "The upload was announced with %s bytes, and %s are here: this piece has %s"
              .formatted(upload.sizeBytes(), upload.receivedBytes(), pieceBytes));
    }
  }

  private static Context describe(Context ctx, Upload upload) {
    ctx.header(Tus.OFFSET, "" + upload.receivedBytes());
    return upload.isComplete() ? ctx : ctx.header(Tus.EXPIRES, Tus.date(upload.expires()));
  }

  /** Requires and sends the header that names the protocol's version. */
  private static Handler tus(Handler handler) {
    return ctx -> {
      ctx.header(Tus.RESUMABLE, Tus.VERSION);
      if (Tus.VERSION.equals(ctx.header(Tus.RESUMABLE))) {
        handler.handle(ctx);
      } else {
        ctx.header("Tus-Version", Tus.VERSION);
        Problems.answer(
            ctx,
            HttpStatus.PRECONDITION_FAILED,
            "This is tus " + Tus.VERSION + ": send " + Tus.RESUMABLE + ": " + Tus.VERSION);
      }
    };
  }

  private static String fileName(Context ctx) {
    try {
      return Tus.fileName(ctx.header(Tus.METADATA)).orElse("");
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(Tus.METADATA + " has values in Base64");
    }
  }

  private static long number(Context ctx, String header) {
    String value = String.valueOf(ctx.header(header));
    if (!value.matches("[0-9]{1,18}")) {
      throw new BadRequestResponse(header + " is a number of bytes, not " + value);
    }
    return Long.parseLong(value);
  }

  private void answer(Context ctx, Upload upload) {
    ctx.contentType(JobRoutes.JSON)
        .result(codec.encode(new SourceInfo(upload.key(), upload.sizeBytes())));
  }

  private static void refuse(UploadException e, Context ctx) {
    String detail = String.valueOf(e.getMessage());
    switch (e.reason()) {
      case UNKNOWN -> Problems.answer(ctx, HttpStatus.NOT_FOUND, detail);
      case TOO_LARGE -> Problems.answer(ctx, HttpStatus.CONTENT_TOO_LARGE, detail);
      case WRONG_OFFSET -> Problems.answer(ctx, HttpStatus.CONFLICT, detail);
      case BUSY -> Problems.answer(ctx, HttpStatus.LOCKED, detail);
      case BROKEN_OFF -> Problems.answer(ctx, HttpStatus.BAD_REQUEST, detail);
      case WRONG_CHECKSUM -> refuseChecksum(ctx, detail);
      case CANNOT_STORE -> {
        log.warn("{} {}: {}", ctx.method(), ctx.path(), detail);
        Problems.answer(ctx, HttpStatus.INSUFFICIENT_STORAGE, detail);
      }
    }
  }

  private static void refuseChecksum(Context ctx, String detail) {
    if (ctx.header(Tus.RESUMABLE) == null) {
      Problems.answer(ctx, HttpStatus.BAD_REQUEST, detail);
    } else {
      Problems.answer(ctx, CHECKSUM_MISMATCH, CHECKSUM_MISMATCH_STATUS, detail);
    }
  }
}
