package io.framemill.controller.http;

import io.framemill.controller.job.Jobs;
import io.framemill.controller.job.StandbyException;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's story as server-sent events (WHATWG HTML, section 9.2), from behind the event that the
 * client names in {@code Last-Event-ID}. The request's own thread writes, so that a slow reader
 * holds up nobody else; the controller's thread only queues.
 */
final class EventRoute {
  private static final Logger log = LoggerFactory.getLogger(EventRoute.class);
  private static final long HEARTBEAT_SECONDS = 15;
  private static final int MAX_QUEUED_PROGRESS = 100;
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  /** How soon a client should come again after the connection was lost, in milliseconds. */
  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

  private final MessageCodec codec = new MessageCodec();
  private final Jobs jobs;
  private final Semaphore free;

  /**
   * @param maxStreams so many are open at once; whoever comes then is told to come again
   */
  EventRoute(Jobs jobs, int maxStreams) {
    this.jobs = jobs;
    this.free = new Semaphore(maxStreams);
  }

  void register(Javalin server) {
    server.get("/v1/jobs/{id}/events", this::streamIfFree);
  }

  private void streamIfFree(Context ctx) {
    if (!free.tryAcquire()) {
      throw new ServiceUnavailableResponse(
          "Too many event streams are open; try again later, or ask for the job instead");
    }
    try {
      stream(ctx);
    } finally {
      free.release();
    }
  }

  private void stream(Context ctx) {
    JobId job = JobRoutes.jobId(ctx);
    BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
    try (Jobs.Watch watch = jobs.watch(job, lastEventId(ctx), event -> offer(events, event))) {
      if (watch.isOver()) {
        // Which tells the client not to ask again; the end of a stream does not.
        ctx.status(HttpStatus.NO_CONTENT);
        return;
      }
      ctx.res().setContentType("text/event-stream;charset=utf-8");
      ctx.res().setHeader("Cache-Control", "no-cache");
      ctx.res().getOutputStream().write(RETRY);
      ctx.res().flushBuffer();
      write(job, events, ctx.res().getOutputStream());
    } catch (IOException e) {
      log.debug("Reader of {} went away", job, e);
    } catch (InterruptedException e) {
      // The server stops.
      Thread.currentThread().interrupt();
    }
  }

  private static long lastEventId(Context ctx) {
    String id = ctx.header("Last-Event-ID");
    if (id == null || id.isEmpty()) {
      return 0;
    }
    if (!id.matches("[0-9]{1,18}")) {
      throw new BadRequestResponse("Last-Event-ID is the id of an event, a number: " + id);
    }
    return Long.parseLong(id);
  }

  private static void offer(BlockingQueue<JobEvent> events, JobEvent event) {
    boolean disposable = event.kind() == JobEvent.Kind.PROGRESS;
    if (!disposable || events.size() < MAX_QUEUED_PROGRESS) {
      events.add(event);
    }
  }

  private void write(JobId job, BlockingQueue<JobEvent> events, OutputStream out)
      throws IOException, InterruptedException {
    JobEvent event = null;
    do {
      event = events.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
      out.write(event == null ? HEARTBEAT : frame(event));
      out.flush();
    } while (!isLast(job, event, events));
  }

  // A job that was retried has an end in the middle of its story.
  private boolean isLast(JobId job, @Nullable JobEvent event, BlockingQueue<JobEvent> events) {
    if (event == null) {
      return isElsewhere(job);
    }
    return event.status().state().isEnd() && events.isEmpty() && jobs.status(job).state().isEnd();
  }

  /** Whether another controller has to tell how the story goes on. */
  private boolean isElsewhere(JobId job) {
    try {
      jobs.status(job);
      return false;
    } catch (StandbyException e) {
      return true;
    }
  }

  private byte[] frame(JobEvent event) {
    String id = event.sequence() > 0 ? "id: " + event.sequence() + "\n" : "";
    String data = new String(codec.encode(event), StandardCharsets.UTF_8);
    return (id + "event: " + event.kind() + "\ndata: " + data + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
