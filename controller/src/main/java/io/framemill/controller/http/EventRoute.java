package io.framemill.controller.http;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.http.guard.AddressCounter;
import io.framemill.controller.http.guard.Problems;
import io.framemill.controller.http.guard.Quota;
import io.framemill.controller.http.guard.RateLimit;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a job's event log as server-sent events (WHATWG HTML, section 9.2), after the event that
 * the client names in {@code Last-Event-ID}. A stream holds a connection and no thread, so that
 * thousands can be open; a slow reader does not delay others.
 */
public final class EventRoute implements EventStream.Callbacks, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRoute.class);
  private static final long HEARTBEAT_SECONDS = 15;

  private final MessageCodec codec = new MessageCodec();
  private final Jobs jobs;
  private final AddressCounter counter;
  private final Map<EventStream, Reader> readers = new ConcurrentHashMap<>();
  private volatile Frame last = new Frame(null, new byte[0]);

  /** Runs work that does not block: heartbeats, and the release of what streams hold. */
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-streams-0"));

  /** Looks jobs up, which may block as long as the store does. */
  private final ScheduledExecutorService lookups =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-lookups-0"));

  /** Jobs that are to be looked up. */
  private final Set<JobId> toLookUp = ConcurrentHashMap.newKeySet();

  /** Resources of one open stream. */
  private record Reader(String client, Jobs.Watch watch, CompletableFuture<Void> end) {}

  /** An event as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
  private record Frame(@Nullable JobEvent event, byte[] bytes) {}

  /**
   * @param quota maximum number of open streams; beyond it, clients get a 503
   */
  public EventRoute(Jobs jobs, Quota quota) {
    this.jobs = jobs;
    this.counter = new AddressCounter(quota);
    ScheduledFuture<?> unusedHeartbeats =
        thread.scheduleWithFixedDelay(
            this::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    ScheduledFuture<?> unusedLookups =
        lookups.scheduleWithFixedDelay(
            this::lookUpAll, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
  }

  public void register(RoutesConfig routes) {
    routes.get("/v1/jobs/{id}/events", this::streamIfFree);
  }

  private void streamIfFree(Context ctx) throws IOException {
    String client = RateLimit.client(ctx.ip());
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

  /**
   * Starts a stream, which continues after this method returns; false if there are no events to
   * send.
   */
  private boolean stream(Context ctx, String client) throws IOException {
    JobId job = JobRoutes.jobId(ctx);
    HttpOutput out = (HttpOutput) ctx.res().getOutputStream();
    EventStream stream = new EventStream(job, out, this::frame, this);
    Jobs.Watch watch = jobs.watch(job, lastEventId(ctx), stream::tell);
    if (watch.isOver()) {
      watch.close();
      // Tells the client not to reconnect; the end of a stream does not.
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
    if (toLookUp.add(stream.job())) {
      later(lookups, () -> lookUp(stream.job()));
    }
  }

  @Override
  public void over(EventStream stream) {
    later(thread, () -> release(stream));
  }

  private void lookUp(JobId job) {
    toLookUp.remove(job);
    logFailure(
        () ->
            endIfAllIsTold(
                job,
                readers.keySet().stream().filter(stream -> stream.job().equals(job)).toList()));
  }

  /** Looks each job up once; stops at the first job for which the store does not answer. */
  private void lookUpAll() {
    if (isElsewhere()) {
      logFailure(() -> readers.keySet().forEach(EventStream::end));
      return;
    }
    logFailure(
        () ->
            readers.keySet().stream()
                .filter(EventStream::isEndOfJobTold)
                .collect(Collectors.groupingBy(EventStream::job))
                .forEach(this::endIfAllIsTold));
  }

  /** Runs work of a periodic task, which would not run again after an exception. */
  private static void logFailure(Runnable work) {
    try {
      work.run();
    } catch (StateUnavailableException e) {
      log.debug("Retrying in {} s", HEARTBEAT_SECONDS, e);
    } catch (RuntimeException e) {
      log.error("Internal error in event streams", e);
    }
  }

  // A job that was retried has an end event in the middle of its log.
  private void endIfAllIsTold(JobId job, List<EventStream> streams) {
    boolean isOver;
    try {
      isOver = jobs.status(job).state().isEnd();
    } catch (NoSuchJobException | StandbyException e) {
      isOver = true;
    }
    if (isOver) {
      streams.stream().filter(EventStream::isEndOfJobTold).forEach(EventStream::end);
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

  /** Sends heartbeats to all streams, which keeps connections open and detects dead ones. */
  private void heartbeat() {
    logFailure(() -> readers.keySet().forEach(EventStream::heartbeat));
  }

  /** Whether another controller has to send the further events. */
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

  /** Encoded once for all readers that receive it one after the other. */
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

  private static void later(ScheduledExecutorService executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The server stops", e);
    }
  }

  /** Ends all streams; their clients reconnect. */
  @Override
  public void close() {
    thread.shutdownNow();
    lookups.shutdownNow();
    for (EventStream stream : readers.keySet()) {
      release(stream);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
