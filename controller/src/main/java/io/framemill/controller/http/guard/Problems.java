package io.framemill.controller.http.guard;

import io.framemill.controller.api.JobException;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.http.message.ProblemType;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.storage.StorageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to problem documents; clients never see a stack trace. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final MessageCodec CODEC = new MessageCodec();
  private static final String RETRY_AFTER_SECONDS = "5";

  private Problems() {}

  public static void register(RoutesConfig routes) {
    routes.exception(JobException.class, (e, ctx) -> answer(ctx, ProblemType.of(e), message(e)));
    routes.exception(
        StoreException.class,
        (e, ctx) -> {
          log.warn("{} {}: {}", ctx.method(), ctx.path(), e.getMessage());
          answer(ctx, ProblemType.STATE_UNAVAILABLE, e.publicMessage());
        });
    routes.exception(
        StorageException.class, (e, ctx) -> answer(ctx, HttpStatus.BAD_REQUEST, message(e)));
    routes.exception(
        MalformedMessageException.class,
        (e, ctx) -> answer(ctx, HttpStatus.BAD_REQUEST, message(e)));
    routes.exception(
        BrokerException.class,
        (e, ctx) -> {
          log.warn("{} {}: no broker", ctx.method(), ctx.path(), e);
          unavailable(ctx, "The message broker does not answer");
        });
    routes.exception(
        MethodNotAllowedResponse.class,
        (e, ctx) -> {
          ctx.header("Allow", String.join(", ", e.getDetails().values()));
          answer(ctx, HttpStatus.METHOD_NOT_ALLOWED, "There is no " + ctx.method() + " of this");
        });
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> answer(ctx, HttpStatus.forStatus(e.getStatus()), message(e)));
    routes.exception(Exception.class, Problems::unexpected);
  }

  /** Answers with a problem document. */
  public static void answer(Context ctx, HttpStatus status, String detail) {
    answer(ctx, status.getMessage(), status.getCode(), detail);
  }

  /** Answers with a problem document for a status that is not a standard one. */
  public static void answer(Context ctx, String title, int status, String detail) {
    ctx.status(status)
        .contentType(Problem.MEDIA_TYPE)
        .result(CODEC.encode(new Problem(title, status, detail)));
  }

  /** Answers that the service is temporarily unavailable. */
  public static void unavailable(Context ctx, String detail) {
    retryLater(ctx);
    answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, detail);
  }

  private static void answer(Context ctx, ProblemType type, String detail) {
    HttpStatus status = HttpStatus.forStatus(type.status());
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      retryLater(ctx);
    }
    ctx.status(status)
        .contentType(Problem.MEDIA_TYPE)
        .result(CODEC.encode(new Problem(type.uri(), status.getMessage(), type.status(), detail)));
  }

  private static void retryLater(Context ctx) {
    ctx.header("Retry-After", RETRY_AFTER_SECONDS);
  }

  private static void unexpected(Exception e, Context ctx) {
    log.error("{} {} failed", ctx.method(), ctx.path(), e);
    answer(
        ctx,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The server failed at this request; its log has the reason");
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
