package io.framemill.controller.cli;

import io.framemill.controller.http.Endpoint;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.job.Controller;
import io.framemill.controller.job.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.UploadSweeper;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.broker.RabbitBroker;
import io.framemill.protocol.broker.RabbitConfig;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A controller on the network: broker, state, HTTP. */
final class Server implements AutoCloseable {
  private static final String DATABASE = "framemill.db";
  private static final String OUTPUT = "out";

  /** Slots to plan for while no worker has announced itself. */
  private static final int ASSUMED_SLOTS = 4;

  private static final Duration UPLOAD_SWEEP_PERIOD = Duration.ofMinutes(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Endpoint endpoint;
  private final UploadPolicy uploadPolicy;
  private final Path media;
  private int port;

  private Server(Endpoint endpoint, UploadPolicy uploadPolicy, Path media) {
    this.endpoint = endpoint;
    this.uploadPolicy = uploadPolicy;
    this.media = media;
  }

  /**
   * Starts all parts; if one cannot start, those before it are closed.
   *
   * @throws RuntimeException with a message for people
   */
  static Server start(
      RabbitConfig broker, Path state, Path media, Endpoint endpoint, UploadPolicy uploadPolicy) {
    Server server = new Server(endpoint, uploadPolicy, directory(media, "--media"));
    try {
      server.open(broker, directory(state, "--state"));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(RabbitConfig rabbit, Path state) {
    RabbitBroker broker = opened(RabbitBroker.open(rabbit));
    Storage storage = new SharedDirectory(media, media.resolve(OUTPUT));
    Controller controller =
        opened(
            Controller.start(
                ControllerConfig.forSlots(ASSUMED_SLOTS),
                broker,
                storage,
                JobStore.open(state.resolve(DATABASE))));
    Uploads uploads = new Uploads(media, uploadPolicy);
    opened(UploadSweeper.start(uploads, controller::jobsOf, UPLOAD_SWEEP_PERIOD));
    HttpApi http =
        opened(
            HttpApi.start(
                endpoint,
                Release.version(),
                controller,
                media,
                storage,
                uploads,
                () -> broker.isOpen() && controller.isRunning()));
    port = http.port();
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Where it is reached. */
  String url() {
    String host = endpoint.address().getHostString();
    String scheme = endpoint.tls() == null ? "http" : "https";
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The media directory. */
  Path media() {
    return media;
  }

  /** Closes all parts, the last one first. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("The server did not close well", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static Path directory(Path path, String option) {
    try {
      Path directory = Files.createDirectories(path).toRealPath();
      Files.delete(Files.createTempFile(directory, AtomicFile.TEMPORARY_PREFIX, null));
      return directory;
    } catch (IOException e) {
      throw new UserException(
          option
              + " "
              + path
              + ": not a directory that can be written to ("
              + AtomicFile.why(e)
              + ")",
          e);
    }
  }
}
