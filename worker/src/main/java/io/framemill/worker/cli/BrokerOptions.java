package io.framemill.worker.cli;

import io.framemill.protocol.broker.BrokerCredentials;
import io.framemill.protocol.broker.RabbitConfig;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.tls.TlsContexts;
import io.framemill.protocol.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
