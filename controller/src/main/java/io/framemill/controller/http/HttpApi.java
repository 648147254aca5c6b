package io.framemill.controller.http;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.HealthRoutes;
import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.guard.Problems;
import io.framemill.controller.http.guard.RateLimit;
import io.framemill.controller.http.guard.SecurityHeaders;
import io.framemill.controller.http.guard.ServerState;
import io.framemill.controller.http.guard.StandbyGuard;
import io.framemill.controller.http.guard.TokenGuard;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.Storage;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinBindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The HTTP server of a controller.
 *
 * <pre>
 * POST /v1/jobs               a submission; answers 201 and the job
 * GET  /v1/jobs               all jobs, newest first
 * GET  /v1/jobs/{id}          one job
 * GET  /v1/jobs/{id}/events   its event log, as server-sent events
 * POST /v1/jobs/{id}/cancel   cancels it
 * POST /v1/jobs/{id}/retry    retries it
 * GET  /v1/workers            the workers that sent a heartbeat lately
 * GET  /v1/dead               messages that could not be read
 * PUT  /v1/uploads/{name}     uploads a source in one request; answers 201 and its key
 * POST /v1/uploads            creates a resumable upload: tus 1.0.0
 * HEAD, PATCH, GET, DELETE /v1/uploads/{id}
 * GET  /v1/sources?key=       the size of a source
 * GET  /v1/server             release and media directory
 * GET  /health/live, /health/ready
 * </pre>
 */
public final class HttpApi implements AutoCloseable {
  private final Javalin server;
  private final EventRoute events;

  private HttpApi(Javalin server, EventRoute events) {
    this.server = server;
    this.events = events;
  }

  /**
   * Starts the server.
   *
   * @param endpoint where to listen, and who may connect
   * @param release the program's version
   * @param media directory of the sources of {@code storage}
   * @param uploads receive new sources
   * @param state whether jobs can be worked on now
   * @throws ServerException if the address cannot be listened on
   */
  public static HttpApi start(
      Endpoint endpoint,
      String release,
      Jobs jobs,
      Path media,
      Storage storage,
      Uploads uploads,
      ServerState state) {
    HttpLimits limits = endpoint.limits();
    MediaDirectory directory = new MediaDirectory(media, storage);
    EventRoute events = new EventRoute(jobs, limits.eventStreams());
    Javalin server =
        Javalin.create(
            config -> {
              configure(config, endpoint);
              RoutesConfig routes = config.routes;
              Problems.register(routes);
              SecurityHeaders.register(routes);
              new RateLimit(limits).register(routes);
              new TokenGuard(endpoint).register(routes);
              new StandbyGuard(state).register(routes);
              new JobRoutes(jobs, directory, limits).register(routes);
              events.register(routes);
              new MediaRoutes(directory, release).register(routes);
              new UploadRoutes(uploads, limits).register(routes);
              new HealthRoutes(state).register(routes);
            });
    InetSocketAddress address = endpoint.address();
    try {
      server.start();
    } catch (JavalinBindException | IllegalArgumentException e) {
      events.close();
      throw new ServerException(
          "Cannot listen on %s:%s: another program does, or the address is not this machine's"
              .formatted(address.getHostString(), address.getPort()),
          e);
    }
    return new HttpApi(server, events);
  }

  /** The port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** Closes all connections and stops listening. */
  @Override
  public void close() {
    events.close();
    server.stop();
  }

  private static void configure(JavalinConfig config, Endpoint endpoint) {
    new Listener(endpoint).configure(config.jetty);
    config.http.prefer405over404 = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.generateEtags = false;
  }
}
