package io.framemill.cli.command;

import io.framemill.cli.console.ByteSize;
import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.InterruptSignal;
import io.framemill.cli.option.BrokerOptions;
import io.framemill.cli.option.MaxCostOption;
import io.framemill.cli.option.StateOption;
import io.framemill.cli.option.TokenOption;
import io.framemill.cli.serve.ControllerBroker;
import io.framemill.cli.serve.Server;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.plan.CostLimit;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.tls.TlsContexts;
import io.framemill.protocol.tls.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs the controller until it is told to stop. */
@Command(
    name = "serve",
    header = "Run the controller: accept jobs and distribute their tasks to workers.",
    description =
        "Needs a RabbitMQ broker, and a media directory that all workers share. Jobs survive a"
            + " restart. SIGTERM or Ctrl-C shuts the controller down cleanly.",
    footer = {
      "  framemill serve",
      "  framemill serve --media /mnt/media --state /var/lib/framemill \\",
      "      --http 0.0.0.0:8090 --token-file /etc/framemill/token \\",
      "      --tls-cert /etc/framemill/cert.pem --tls-key /etc/framemill/key.pem"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  private final Console console;

  @Mixin private BrokerOptions broker;

  @Option(
      names = "--take-over-broker",
      description =
          "Claim a broker that belongs to another state, and delete the queued messages of that state."
              + " Use it only if the controller of that state is gone for good. Without this option such a"
              + " broker is refused.")
  private boolean takeOverBroker;

  @Mixin private StateOption state;

  @Option(
      names = "--media",
      paramLabel = "DIR",
      defaultValue = "media",
      description =
          "Media directory. Sources and uploads are below it, output goes to its directory \"out\"."
              + " Default: ${DEFAULT-VALUE}")
  private Path media;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = ListenAddress.class,
      defaultValue = "127.0.0.1:8090",
      description =
          "Address to listen on. Without a token the API is unauthenticated, so it binds to loopback"
              + " only. Default: ${DEFAULT-VALUE}")
  private InetSocketAddress http;

  @Option(
      names = "--max-upload",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      defaultValue = "100G",
      description =
          "Maximum size of an uploaded file, in bytes or with K, M, G or T. Default: ${DEFAULT-VALUE}")
  private long maxUploadBytes;

  @Option(
      names = "--max-cost",
      paramLabel = "N",
      converter = MaxCostOption.CoreSeconds.class,
      defaultValue = "" + CostLimit.DEFAULT_UPLOAD_CORE_SECONDS,
      description =
          "Maximum estimated cost of a job, in seconds of one core, or \"off\". Applies to uploads and"
              + " to outputs of other jobs used as sources. Files that the operator put into --media are"
              + " exempt. Default: ${DEFAULT-VALUE}")
  private long maxCostCoreSeconds;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Maximum requests per second of one client address. Behind a proxy this limits all clients"
              + " together. Default: ${DEFAULT-VALUE}")
  private int maxRequests;

  @Option(
      names = "--behind-proxy",
      description =
          "All clients connect through a proxy and share its address: turn off the per-address limits"
              + " on connections, concurrent requests and event streams. Limit clients in the proxy.")
  private boolean behindProxy;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "TLS certificate of this server, PEM, followed by its intermediate certificates.")
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Private key of --tls-cert, PEM (PKCS #8), not encrypted.")
  private @Nullable Path tlsKey;

  @Mixin private TokenOption token;
  @Spec private CommandSpec spec;

  public ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Endpoint endpoint = endpoint();
    UploadPolicy uploads = UploadPolicy.DEFAULT.withMaxBytes(maxUploadBytes);
    CountDownLatch end = new CountDownLatch(1);
    BrokerStartup wait = broker.brokerWait();
    InterruptSignal.listen(
        () -> {
          end.countDown();
          wait.stop();
        });
    if (endpoint.tls() == null && !isThisMachine(http.getHostString())) {
      log.warn(
          "The API is reachable from other machines without TLS, so the token and the sources can be"
              + " read in transit: set --tls-cert and --tls-key, or put a TLS proxy in front");
    }
    CostLimit costLimit =
        new CostLimit(maxCostCoreSeconds, List.of(Uploads.DIRECTORY, Storage.OUTPUT));
    try (Server server = start(endpoint, uploads, costLimit, wait)) {
      console.message("Serving at " + server.url() + ", media in " + server.media());
      server.standingBy().ifPresent(console::message);
      end.await();
      console.message("Shutting down; jobs continue after a restart");
    } catch (CancellationException e) {
      console.message("Shutting down; the broker did not answer");
    }
    return ExitCode.DONE;
  }

  private Server start(
      Endpoint endpoint, UploadPolicy uploads, CostLimit costLimit, BrokerStartup wait) {
    ControllerBroker rabbit =
        new ControllerBroker(broker.config("controller"), wait, takeOverBroker);
    return state
        .database(console)
        .map(database -> Server.start(rabbit, database, media, endpoint, uploads, costLimit))
        .orElseGet(
            () -> Server.start(rabbit, state.directory(), media, endpoint, uploads, costLimit));
  }

  private Endpoint endpoint() {
    AccessToken secret = token.token(console);
    if (secret == null && !isThisMachine(http.getHostString())) {
      throw new ParameterException(
          spec.commandLine(),
          ("--http %s:%s opens the API to other machines: set %s or --token-file to a secret that"
                  + " its clients share")
              .formatted(http.getHostString(), http.getPort(), TokenOption.VARIABLE));
    }
    return new Endpoint(http, secret, tls(), HttpLimits.of(requestsPerSecond(), behindProxy));
  }

  private int requestsPerSecond() {
    if (maxRequests < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max-requests: at least 1, not " + maxRequests);
    }
    return maxRequests;
  }

  private @Nullable SSLContext tls() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new ParameterException(
          spec.commandLine(), "--tls-cert and --tls-key must be given together");
    }
    return tlsCertificate == null || tlsKey == null
        ? null
        : TlsContexts.of(null, TlsIdentity.read(tlsCertificate, tlsKey));
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true; // Nobody can listen there, which the server says better.
    }
  }

  /** Reads {@code host:port} or {@code [::1]:port}. */
  static final class ListenAddress implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String value) {
      int colon = value.lastIndexOf(':');
      String port = value.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new TypeConversionException("not HOST:PORT: " + value);
      }
      String host = value.substring(0, colon).replaceAll("^\\[|\\]$", "");
      return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
    }
  }
}
