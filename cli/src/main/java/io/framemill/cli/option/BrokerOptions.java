package io.framemill.cli.option;

import io.framemill.protocol.broker.BrokerCredentials;
import io.framemill.protocol.broker.Namespace;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.tls.TlsContexts;
import io.framemill.protocol.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Which broker a command talks to, and as whom. A password comes from a file or from the
 * environment; on the command line, where other users of the machine see it, it is refused.
 */
public final class BrokerOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      converter = BrokerUri.class,
      defaultValue = "amqp://guest:guest@localhost:5672",
      description = {
        "RabbitMQ broker, such as amqp://host:port/vhost. Use amqps:// for TLS. User and password come"
            + " from --broker-credentials-file, or from the URI in the variable FRAMEMILL_BROKER; a"
            + " password on the command line is refused.",
        "Default: amqp://guest:guest@localhost:5672"
      })
  private URI broker = URI.create("amqp://localhost");

  @Option(
      names = "--broker-credentials-file",
      paramLabel = "FILE",
      description = "File with one line, user:password, for the broker.")
  private @Nullable Path credentialsFile;

  @Option(
      names = "--broker-ca-file",
      paramLabel = "FILE",
      description = "CA certificates to trust for the broker, PEM. Default: those that Java trusts")
  private @Nullable Path caFile;

  @Option(
      names = "--broker-cert",
      paramLabel = "FILE",
      description = "Client certificate for the broker, PEM. Requires --broker-key.")
  private @Nullable Path certificate;

  @Option(
      names = "--broker-key",
      paramLabel = "FILE",
      description = "Private key of --broker-cert, PEM (PKCS #8), not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      converter = NamespaceName.class,
      description =
          "Prefix of all queue and exchange names, so that several installations can share a broker."
              + " Must be the same for the controller and its workers. Lower-case letters, digits, _ and -.")
  private @Nullable Namespace namespace;

  @Option(
      names = "--broker-wait",
      paramLabel = "TIME",
      converter = WaitTime.class,
      defaultValue = "60s",
      description =
          "How long to wait at startup for a broker that does not answer yet: 0s, 90s, 10m, or"
              + " \"forever\". Default: ${DEFAULT-VALUE}")
  private Duration brokerWait = Duration.ofSeconds(60);

  /** How long to wait for the broker at the start. */
  public BrokerStartup brokerWait() {
    return new BrokerStartup(brokerWait);
  }

  /**
   * The configuration that the options make.
   *
   * @param connectionName what the broker's operator sees
   * @throws ParameterException if they contradict each other, or a password is where it must not be
   * @throws io.framemill.protocol.tls.TlsException if a key or certificate cannot be used
   */
  public RabbitConfig config(String connectionName) {
    if (hasPassword() && command().commandLine().getParseResult().hasMatchedOption("--broker")) {
      throw wrongUsage(
          "--broker: other users of this machine can see a password on the command line. Put"
              + " user:password in a file and name it with --broker-credentials-file, or the URI"
              + " in the variable FRAMEMILL_BROKER");
    }
    try {
      RabbitConfig.Builder config = RabbitConfig.builder(broker).connectionName(connectionName);
      if (credentialsFile != null) {
        config.credentials(credentials(credentialsFile));
      }
      if (namespace != null) {
        config.namespace(namespace);
      }
      addTls(config);
      return config.build();
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--broker: " + e.getMessage());
    }
  }

  private void addTls(RabbitConfig.Builder config) {
    boolean isTls = "amqps".equals(broker.getScheme());
    if (!isTls && (caFile != null || certificate != null || key != null)) {
      throw wrongUsage("--broker-ca-file, --broker-cert and --broker-key require amqps://");
    }
    if ((certificate == null) != (key == null)) {
      throw wrongUsage("--broker-cert and --broker-key must be given together");
    }
    TlsIdentity identity =
        certificate == null || key == null ? null : TlsIdentity.read(certificate, key);
    if (isTls) {
      config.tls(TlsContexts.of(caFile, identity));
    }
  }

  private BrokerCredentials credentials(Path file) {
    try {
      return BrokerCredentials.parse(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      throw wrongUsage(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw wrongUsage(file + ": cannot be read (" + AtomicFile.why(e) + ")");
    }
  }

  private boolean hasPassword() {
    String userInfo = broker.getRawUserInfo();
    return userInfo != null && userInfo.contains(":");
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command);
  }

  /** Reads the name of a namespace. */
  static final class NamespaceName implements ITypeConverter<Namespace> {
    @Override
    public Namespace convert(String value) {
      try {
        return new Namespace(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage() + "; not like that: " + value);
      }
    }
  }

  /** Reads {@code 0s}, {@code 90s}, {@code 10m} or {@code forever}. */
  static final class WaitTime implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return value.equals("forever")
          ? BrokerStartup.FOREVER
          : new LimitOptions.Time().convert(value);
    }
  }

  /** Reads {@code amqp://...}; never repeats it, for there may be a password in it. */
  static final class BrokerUri implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      try {
        URI uri = URI.create(value);
        if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("amqps?")) {
          return uri;
        }
      } catch (IllegalArgumentException e) {
        // Reported like an address of another kind.
      }
      throw new TypeConversionException("not an address like amqp://host:5672");
    }
  }
}
