package io.framemill.testbroker;

import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.port.AmqpPort;
import org.jspecify.annotations.Nullable;

/** Apache Qpid Broker-J inside this JVM, on a free loopback port; its queues live in memory. */
public final class EmbeddedQpid implements AmqpBroker {
  private final Path directory;
  private final SystemLauncher launcher;
  private final int port;

  private EmbeddedQpid() throws Exception {
    directory = Files.createTempDirectory("framemill-qpid-");
    Resolved resolved = new Resolved();
    launcher = new SystemLauncher(resolved);
    try {
      launcher.startup(attributes());
      port = resolved.boundPort();
    } catch (Exception | Error e) {
      // Its threads are not daemons: without this a failed start would keep the JVM alive.
      launcher.shutdown();
      throw e;
    }
  }

  /** Starts one and returns when it takes connections. */
  public static EmbeddedQpid start() {
    try {
      return new EmbeddedQpid();
    } catch (Exception e) {
      throw new IllegalStateException("Qpid Broker-J did not start", e);
    }
  }

  @Override
  public URI uri() {
    return URI.create("amqp://guest:guest@127.0.0.1:" + port);
  }

  @Override
  public String description() {
    return "Qpid Broker-J embedded on port " + port;
  }

  @Override
  public void close() {
    launcher.shutdown();
    Directories.delete(directory);
  }

  private Map<String, Object> attributes() {
    URL configuration = Objects.requireNonNull(EmbeddedQpid.class.getResource("qpid.json"));
    return Map.of(
        "type",
        "Memory",
        "initialConfigurationLocation",
        configuration.toExternalForm(),
        "startupLoggedToSystemOut",
        false,
        "context",
        Map.of("qpid.work_dir", directory.toString()));
  }

  private static final class Resolved extends DefaultSystemLauncherListener {
    private @Nullable SystemConfig<?> system;

    @Override
    public void onContainerResolve(SystemConfig<?> systemConfig) {
      system = systemConfig;
    }

    int boundPort() {
      return Objects.requireNonNull(system).getContainer().getChildren(Port.class).stream()
          .filter(AmqpPort.class::isInstance)
          .mapToInt(port -> ((AmqpPort<?>) port).getBoundPort())
          .findFirst()
          .orElseThrow();
    }
  }
}
