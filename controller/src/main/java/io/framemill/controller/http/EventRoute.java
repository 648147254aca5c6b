package io.framemill.controller.http;

import io.framemill.controller.job.Jobs;
import io.framemill.controller.job.NoSuchJobException;
import io.framemill.controller.job.StandbyException;
import io.framemill.controller.job.StateUnavailableException;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's story as server-sent events (WHATWG HTML, section 9.2), from behind the event that the
 * client names in {@code Last-Event-ID}. A stream holds a connection and no thread, so that there
 * can be thousands; a slow reader holds up nobody else.
 */
final class EventRoute implements EventStream.Callbacks, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRoute.class);
  private static final long HEARTBEAT_SECONDS = 15;

  private final MessageCodec codec = new MessageCodec();
  private final Jobs jobs;
  private final AddressCounter counter;
  private final Map<EventStream, Reader> readers = new ConcurrentHashMap<>();
  private volatile Frame last = new Frame(null, new byte[0]);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(EventRoute::daemon);

  /** What a stream holds until it is over. */
  private record Reader(String client, Jobs.Watch watch, CompletableFuture<Void> end) {}

  /** An event as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
  private record Frame(@Nullable JobEvent event, byte[] bytes) {}

  /**
   * @param quota so many streams are open at once; whoever comes then is told to come again
   */
  EventRoute(Jobs jobs, Quota quota) {
    this.jobs = jobs;
    this.counter = new AddressCounter(quota);
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
  }

  void register(Javalin server) {
    server.get("/v1/jobs/{id}/events", this::streamIfFree);
  }

  private void streamIfFree(Context ctx) throws IOException {
    String client = RateGuard.client(ctx.ip());
    if (!counter.tryAcquire(client)) {
      Problems.unavailable(
          ctx, "Too many event streams are open; try again later, or ask for the job instead");
      return;
    }
    boolean isStreaming = false;
    try {
      isStreaming = stream(ctx, client);
    } finally {
      if (!isStreaming) {
        counter.release(client);
      }
    }
  }

  /** Begins a stream, which goes on after this returns; false if there is nothing to tell. */
  private boolean stream(Context ctx, String client) throws IOException {
    JobId job = JobRoutes.jobId(ctx);
    HttpOutput out = (HttpOutput) ctx.res().getOutputStream();
    EventStream stream = new EventStream(job, out, this::frame, this);
    Jobs.Watch watch = jobs.watch(job, lastEventId(ctx), stream::tell);
    if (watch.isOver()) {
      watch.close();
      // Which tells the client not to ask again; the end of a stream does not.
      ctx.status(HttpStatus.NO_CONTENT);
      return false;
    }
    Reader reader = new Reader(client, watch, new CompletableFuture<>());
    readers.put(stream, reader);
    ctx.res().setContentType("text/event-stream;charset=utf-8");
    ctx.res().setHeader("Cache-Control", "no-cache");
    ctx.future(
        () -> {
          out.setWriteListener(stream);
          return reader.end();
        });
    return true;
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

  @Override
  public void endOfJobTold(EventStream stream) {
    later(() -> endIfAllIsTold(stream));
  }

  @Override
  public void over(EventStream stream) {
    later(() -> release(stream));
  }

  // A job that was retried has an end in the middle of its story.
  private void endIfAllIsTold(EventStream stream) {
    try {
      if (stream.isEndOfJobTold() && jobs.status(stream.job()).state().isEnd()) {
        stream.end();
      }
    } catch (NoSuchJobException | StandbyException e) {
      stream.end();
    } catch (StateUnavailableException e) {
      log.debug("Looking again at the next heartbeat", e);
    }
  }

  private void release(EventStream stream) {
    Reader reader = readers.remove(stream);
    if (reader != null) {
      reader.watch().close();
      counter.release(reader.client());
      reader.end().complete(null);
    }
  }

  /** Once a while for all, so that connections are kept, and dead ones show. */
  private void heartbeat() {
    try {
      boolean isElsewhere = isElsewhere();
      for (EventStream stream : readers.keySet()) {
        if (isElsewhere) {
          stream.end();
        } else {
          stream.heartbeat();
          endIfAllIsTold(stream);
        }
      }
    } catch (RuntimeException e) {
      log.error("A bug in event streams", e);
    }
  }

  /** Whether another controller has to tell how the stories go on. */
  private boolean isElsewhere() {
    try {
      readers.keySet().stream().findFirst().ifPresent(stream -> jobs.status(stream.job()));
      return false;
    } catch (StandbyException e) {
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Written once for all who hear of it one after the other. */
  private byte[] frame(JobEvent event) {
    Frame known = last;
    if (known.event() == event) {
      return known.bytes();
    }
    String id = event.sequence() > 0 ? "id: " + event.sequence() + "\n" : "";
    String data = new String(codec.encode(event), StandardCharsets.UTF_8);
    byte[] bytes =
        (id + "event: " + event.kind() + "\ndata: " + data + "\n\n")
            .getBytes(StandardCharsets.UTF_8);
    last = new Frame(event, bytes);
    return bytes;
  }

  private void later(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The server stops", e);
    }
  }

  /** Ends all streams; their clients come again. */
  @Override
  public void close() {
    thread.shutdownNow();
    for (EventStream stream : readers.keySet()) {
      release(stream);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "event-streams-0");
    thread.setDaemon(true);
    return thread;
  }
}
