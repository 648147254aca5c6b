package io.framemill.cli.serve;

import io.framemill.cli.console.UserException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.ServerState;
import io.framemill.controller.job.Controller;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.plan.CostLimit;
import io.framemill.controller.standby.StandbyMember;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.Lease;
import io.framemill.controller.store.LeaseConfig;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.UploadSweeper;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Release;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A controller on the network, alone or one of a pair: broker, state, HTTP. */
public final class Server implements AutoCloseable {
  private static final String DATABASE = "framemill.db";

  /** Slots to plan for while no worker has announced itself. */
  private static final int ASSUMED_SLOTS = 4;

  private static final Duration UPLOAD_SWEEP_PERIOD = Duration.ofMinutes(1);

  /**
   * Short: the reports that a stopped controller has fetched go to the other one when the broker
   * has missed two of these.
   */
  private static final Duration PAIR_HEARTBEAT = Duration.ofSeconds(3);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Endpoint endpoint;
  private final UploadPolicy uploadPolicy;
  private final CostLimit costLimit;
  private final Path media;
  private int port;

  private ServerState state = () -> Optional.of("The server is starting");

  private Server(Endpoint endpoint, UploadPolicy uploadPolicy, CostLimit costLimit, Path media) {
    this.endpoint = endpoint;
    this.uploadPolicy = uploadPolicy;
    this.costLimit = costLimit;
    this.media = media;
  }

  /**
   * Starts the one controller of a state directory; if a part cannot start, those before it are
   * closed.
   *
   * @throws RuntimeException with a message for people
   */
  public static Server start(
      ControllerBroker broker,
      Path state,
      Path media,
      Endpoint endpoint,
      UploadPolicy uploadPolicy,
      CostLimit costLimit) {
    Server server =
        new Server(
            endpoint, uploadPolicy, costLimit, directory(media, "--media", FileModes.OUTPUT));
    return server.started(
        () -> server.open(broker, directory(state, "--state", FileModes.PRIVATE)));
  }

  /**
   * Starts one of the controllers of a database; if a part cannot start, those before it are
   * closed.
   *
   * @throws RuntimeException with a message for people
   */
  public static Server start(
      ControllerBroker broker,
      PostgresConfig database,
      Path media,
      Endpoint endpoint,
      UploadPolicy uploadPolicy,
      CostLimit costLimit) {
    Server server =
        new Server(
            endpoint, uploadPolicy, costLimit, directory(media, "--media", FileModes.OUTPUT));
    return server.started(() -> server.open(broker, database));
  }

  private Server started(Runnable opening) {
    try {
      opening.run();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open(ControllerBroker rabbit, Path directory) {
    opened(StateLock.take(directory));
    JobStore store = opened(JobStore.open(directory.resolve(DATABASE)));
    RabbitBroker broker =
        opened(rabbit.open(store.identity(), "in " + directory + " on " + hostName()));
    Storage storage = Storage.of(media);
    Controller controller = opened(controller(broker, storage, store));
    state =
        () ->
            controller
                .storeProblem()
                .or(() -> threadProblem(controller.isRunning()))
                .or(broker::problem);
    serve(controller, controller::jobsOf, storage);
  }

  private void open(ControllerBroker rabbit, PostgresConfig database) {
    RabbitBroker broker =
        opened(
            rabbit
                .withHeartbeat(PAIR_HEARTBEAT)
                .open(identity(database), "in " + database.address()));
    Storage storage = Storage.of(media);
    StandbyMember member = opened(new StandbyMember(store -> controller(broker, storage, store)));
    state =
        new ServerState() {
          @Override
          public Optional<String> problem() {
            return member
                .storeProblem()
                .or(() -> threadProblem(member.isRunning()))
                .or(broker::problem);
          }

          @Override
          public Optional<String> standingBy() {
            return member.standingBy();
          }
        };
    serve(member, member::jobsOf, storage);
    member.join(new Lease(database, new LeaseConfig(holder(), url())));
  }

  private static Optional<String> threadProblem(boolean isRunning) {
    return isRunning
        ? Optional.empty()
        : Optional.of(
            "The controller thread has failed: see its log for the reason, then restart it");
  }

  private static String identity(PostgresConfig database) {
    try (Lease reader = new Lease(database, new LeaseConfig(holder(), ""))) {
      return reader.identity();
    }
  }

  private Controller controller(Broker broker, Storage storage, JobStore store) {
    ControllerConfig config = ControllerConfig.forSlots(ASSUMED_SLOTS, costLimit);
    return Controller.start(config, broker, storage, store);
  }

  private void serve(Jobs jobs, Function<String, List<JobStatus>> jobsOf, Storage storage) {
    Uploads uploads = new Uploads(media, uploadPolicy);
    opened(UploadSweeper.start(uploads, jobsOf, UPLOAD_SWEEP_PERIOD));
    port =
        opened(HttpApi.start(endpoint, Release.version(), jobs, media, storage, uploads, state))
            .port();
  }

  /** What the other controller calls this one. */
  private static String holder() {
    return hostName() + "-" + ProcessHandle.current().pid();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "controller";
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Why it does not work on jobs now, and who does, one line for people; empty if it does. */
  public Optional<String> standingBy() {
    return state.standingBy();
  }

  /** Where it is reached. */
  public String url() {
    String listening = endpoint.address().getHostString();
    String host = listening.matches("0\\.0\\.0\\.0|[0:]+") ? hostName() : listening;
    String scheme = endpoint.tls() == null ? "http" : "https";
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The media directory. */
  public Path media() {
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
          failure = new IllegalStateException("The server did not close cleanly", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Makes a directory if it is not there. */
  static Path directory(Path path, String option, FileModes modes) {
    try {
      Path directory = Files.createDirectories(path, modes.ofDirectory()).toRealPath();
      Files.delete(Files.createTempFile(directory, AtomicFile.TEMPORARY_PREFIX, null));
      return directory;
    } catch (IOException e) {
      throw new UserException(
          option + " " + path + ": not a writable directory (" + AtomicFile.why(e) + ")", e);
    }
  }
}
