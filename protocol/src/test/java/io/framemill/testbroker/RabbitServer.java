package io.framemill.testbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installed RabbitMQ, run privately: on loopback, in a temporary directory, with an epmd of its
 * own. It can be stopped, killed and started again with what it had stored. Not thread-safe.
 */
public final class RabbitServer implements AmqpBroker {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  /** Where packages put the scripts that do not change the user. */
  private static final List<Path> INSTALLATION_ROOTS =
      List.of(
          Path.of("/usr/lib/rabbitmq/lib"),
          Path.of("/opt/homebrew/opt"),
          Path.of("/usr/local/opt"));

  private final Path directory;
  private final Path script;
  private final String erlangArguments;
  private final String userInfo;
  private final int port = TestPorts.free();
  private final int distributionPort = TestPorts.free();
  private final int epmdPort = TestPorts.free();
  private final Thread endOfJvm = new Thread(this::endProcesses);
  private @Nullable Process epmd;
  private @Nullable Process server;

  private RabbitServer(
      Path script,
      String erlangArguments,
      List<String> virtualHosts,
      String userInfo,
      String settings)
      throws IOException {
    this.script = script;
    this.erlangArguments = erlangArguments;
    this.userInfo = userInfo;
    String[] login = userInfo.split(":", 2);
    this.directory = Files.createTempDirectory("framemill-rabbit-");
    Files.writeString(directory.resolve("enabled_plugins"), "[].\n");
    Files.writeString(
        directory.resolve("rabbitmq.conf"),
        """
        listeners.tcp.1 = 127.0.0.1:%d
        log.file.level = warning
        disk_free_limit.absolute = 50MB
        load_definitions = %s
        %s
        """
            .formatted(
                port, Definitions.write(directory, login[0], login[1], virtualHosts), settings));
    Runtime.getRuntime().addShutdownHook(endOfJvm);
  }

  /** Whether {@code rabbitmq-server} is installed here. */
  public static boolean isInstalled() {
    return installedScript().isPresent();
  }

  /** Starts a private server and returns when it takes connections. */
  public static RabbitServer start() {
    return start("");
  }

  /**
   * Starts a private server and returns when it takes connections.
   *
   * @param erlangArguments for what the configuration file cannot set, such as {@code -rabbit
   *     channel_tick_interval 1000}
   * @throws IllegalStateException if it is not installed, or does not start
   */
  public static RabbitServer start(String erlangArguments) {
    return start(erlangArguments, List.of());
  }

  /**
   * Starts a private server and returns when it takes connections.
   *
   * @param virtualHosts names of those that there are beside the default one
   * @throws IllegalStateException if it is not installed, or does not start
   */
  public static RabbitServer start(String erlangArguments, List<String> virtualHosts) {
    return start(erlangArguments, virtualHosts, "guest:guest", "");
  }

  /**
   * Starts a private server and returns when it takes connections.
   *
   * @param userInfo its only user and the password, with a colon between them
   * @param settings more lines for {@code rabbitmq.conf}
   */
  public static RabbitServer startWith(String userInfo, String settings) {
    return start("", List.of(), userInfo, settings);
  }

  private static RabbitServer start(
      String erlangArguments, List<String> virtualHosts, String userInfo, String settings) {
    Path script =
        installedScript()
            .orElseThrow(() -> new IllegalStateException("rabbitmq-server is not installed"));
    try {
      RabbitServer server =
          new RabbitServer(script, erlangArguments, virtualHosts, userInfo, settings);
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI uri() {
    return URI.create("amqp://" + userInfo + "@127.0.0.1:" + port);
  }

  @Override
  public String description() {
    return "RabbitMQ from " + script.resolveSibling("..").normalize() + " on port " + port;
  }

  /**
   * Whether it surely has the same consumer timeout for all. Releases that are not so old grant a
   * consumer the time that it asks for, or only queues and policies, or none of these.
   */
  public boolean ignoresConsumerTimeouts() {
    return Version.parse(Amqp.version(uri())).compareTo(Version.parse("3.11.15")) < 0;
  }

  /** Starts it after {@link #stop} or {@link #kill}, with the queues that it had. */
  public void startAgain() {
    try {
      if (epmd == null) {
        epmd = launch("epmd", "epmd", "-port", "" + epmdPort, "-address", "127.0.0.1");
      }
      server = launch("server", script.toString());
      awaitReady(server);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end in order, and waits until it has. */
  public void stop() {
    end(server, false);
  }

  /** Ends it at once, as a power failure would. */
  public void kill() {
    end(server, true);
  }

  @Override
  public void close() {
    endProcesses();
    Runtime.getRuntime().removeShutdownHook(endOfJvm);
    Directories.delete(directory);
  }

  private void endProcesses() {
    end(server, true);
    end(epmd, true);
  }

  private static void end(@Nullable Process process, boolean forcibly) {
    if (process == null) {
      return;
    }
    List<ProcessHandle> children = process.descendants().toList();
    if (forcibly) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private Process launch(String name, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return builder
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log(name).toFile())
        .start();
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", directory.toString()),
        Map.entry("RABBITMQ_NODENAME", "framemill" + port + "@localhost"),
        Map.entry("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_DIST_PORT", "" + distributionPort),
        Map.entry("ERL_EPMD_PORT", "" + epmdPort),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none " + erlangArguments),
        // Makes the script become the server, so that signals reach it and the pid is its own.
        Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
  }

  private void awaitReady(Process process) throws IOException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!Amqp.answers(uri()) || !Amqp.makesQueues(uri())) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("RabbitMQ did not start:\n" + Files.readString(log("server")));
      }
    }
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private static Optional<Path> installedScript() {
    return INSTALLATION_ROOTS.stream()
        .flatMap(RabbitServer::children)
        .map(installation -> installation.resolve("sbin/rabbitmq-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> children(Path root) {
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith("rabbitmq"))
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
