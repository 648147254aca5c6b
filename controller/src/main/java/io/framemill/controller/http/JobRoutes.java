package io.framemill.controller.http;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.message.DeadMessageList;
import io.framemill.controller.http.message.JobList;
import io.framemill.controller.http.message.WorkerList;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnsupportedMediaTypeResponse;
import org.jspecify.annotations.Nullable;

/** Routes to submit, list, show, cancel and retry jobs, and to list workers and dead messages. */
public final class JobRoutes {
  static final String JSON = ContentType.JSON;

  /** IETF draft-ietf-httpapi-idempotency-key-header. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final int MAX_SUBMISSION_BYTES = 1 << 20;

  private final MessageCodec codec = new MessageCodec();
  private final Jobs jobs;
  private final MediaDirectory media;
  private final HttpLimits limits;

  JobRoutes(Jobs jobs, MediaDirectory media, HttpLimits limits) {
    this.jobs = jobs;
    this.media = media;
    this.limits = limits;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/jobs", this::submit);
    routes.get("/v1/jobs", ctx -> answer(ctx, new JobList(jobs.list())));
    routes.get("/v1/jobs/{id}", ctx -> answer(ctx, jobs.status(jobId(ctx))));
    routes.post("/v1/jobs/{id}/cancel", ctx -> answer(ctx, jobs.cancel(jobId(ctx))));
    routes.post("/v1/jobs/{id}/retry", ctx -> answer(ctx, jobs.retry(jobId(ctx))));
    registerOverview(routes);
  }

  private void registerOverview(RoutesConfig routes) {
    routes.get("/v1/workers", ctx -> answer(ctx, new WorkerList(jobs.workers())));
    routes.get("/v1/dead", ctx -> answer(ctx, new DeadMessageList(jobs.deadMessages())));
  }

  /** The job id in the path; text that cannot be an id names no job. */
  static JobId jobId(Context ctx) {
    String id = ctx.pathParam("id");
    try {
      return new JobId(id);
    } catch (IllegalArgumentException e) {
      throw new NoSuchJobException(id);
    }
  }

  private void submit(Context ctx) throws MalformedMessageException {
    // A form or script of a foreign web page can send text and forms to this address, but not JSON.
    if (!isJson(ctx.contentType())) {
      throw new UnsupportedMediaTypeResponse("A submission is " + JSON);
    }
    byte[] body = RequestBody.bytes(ctx, limits, MAX_SUBMISSION_BYTES, "A submission");
    Submission submission = codec.decode(body, Submission.class);
    media.find(submission.source());
    answer(ctx.status(HttpStatus.CREATED), jobs.submit(placed(submission, idempotencyKey(ctx))));
  }

  /** The controller chooses the output directory: a client could name another job's. */
  private static Submission placed(Submission submission, @Nullable String key) {
    try {
      return new Submission(
          submission.name(),
          submission.source(),
          submission.profile(),
          submission.priority(),
          null,
          key == null ? submission.idempotencyKey() : key);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The key: a string in quotes (RFC 8941), as the draft requires; accepted without quotes, too.
   */
  private static @Nullable String idempotencyKey(Context ctx) {
    String header = ctx.header(IDEMPOTENCY_KEY);
    return header == null ? null : header.strip().replaceAll("^\"(.*)\"$", "$1");
  }

  /** Whether a content type is JSON, with or without parameters such as a charset. */
  private static boolean isJson(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
  }

  private void answer(Context ctx, Object message) {
    ctx.contentType(JSON).result(codec.encode(message));
  }
}
