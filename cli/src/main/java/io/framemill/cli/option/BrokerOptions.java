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
      defaultValue = "${env:FRAMEMILL_BROKER:-amqp://guest:guest@localhost:5672}",
      description = {
        "The message broker, a RabbitMQ: amqp://host:port/vhost, or amqps:// for TLS.",
        "Its user and password come from --broker-credentials-file, or are in the URI in the"
            + " variable FRAMEMILL_BROKER; not on the command line.",
        "Default: $FRAMEMILL_BROKER, else amqp://guest:guest@localhost:5672"
      })
  private URI broker = URI.create("amqp://localhost");

  @Option(
      names = "--broker-credentials-file",
      paramLabel = "FILE",
      defaultValue = "${env:FRAMEMILL_BROKER_CREDENTIALS_FILE:-" + Option.NULL_VALUE + "}",
      description = "A file with one line, user:password, for the broker.")
  private @Nullable Path credentialsFile;

  @Option(
      names = "--broker-ca-file",
      paramLabel = "FILE",
      defaultValue = "${env:FRAMEMILL_BROKER_CA_FILE:-" + Option.NULL_VALUE + "}",
      description =
          "Certificates of those who may vouch for the broker, PEM. Default: those Java trusts")
  private @Nullable Path caFile;

  @Option(
      names = "--broker-cert",
      paramLabel = "FILE",
      defaultValue = "${env:FRAMEMILL_BROKER_CERT:-" + Option.NULL_VALUE + "}",
      description = "Our own certificate, if the broker asks for one; PEM, with --broker-key.")
  private @Nullable Path certificate;

  @Option(
      names = "--broker-key",
      paramLabel = "FILE",
      defaultValue = "${env:FRAMEMILL_BROKER_KEY:-" + Option.NULL_VALUE + "}",
      description = "The key of --broker-cert; PEM, PKCS #8.")
  private @Nullable Path key;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      converter = NamespaceName.class,
      defaultValue = "${env:FRAMEMILL_NAMESPACE:-" + Option.NULL_VALUE + "}",
      description =
          "A prefix of all queues and exchanges, so that several installations share a broker: the"
              + " same for the controller and its workers. Small letters, digits, _ and -.")
  private @Nullable Namespace namespace;

  @Option(
      names = "--broker-wait",
      paramLabel = "TIME",
      converter = WaitTime.class,
      defaultValue = "${env:FRAMEMILL_BROKER_WAIT:-60s}",
      description = {
        "How long to wait at the start for a broker that does not answer yet, such as 0s, 90s or"
            + " 10m; forever for no limit.",
        "Default: $FRAMEMILL_BROKER_WAIT, else 60s"
      })
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
          "--broker: other users of this machine see a password on the command line. Put"
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
      throw wrongUsage("--broker-ca-file, --broker-cert and --broker-key need amqps://");
    }
    if ((certificate == null) != (key == null)) {
      throw wrongUsage("--broker-cert and --broker-key need each other");
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
