package io.framemill.controller.cli;

import io.framemill.controller.http.AccessToken;
import io.framemill.controller.http.Endpoint;
import io.framemill.protocol.broker.RabbitConfig;
import io.framemill.controller.upload.UploadPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The controller, until it is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    header = "Run the controller, which accepts jobs and shares them out to workers.",
    description = {
      "",
      "Needs a RabbitMQ, and a directory for the media that the workers see as well. Jobs survive a"
          + " restart. SIGTERM ends it in good order.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  framemill serve",
      "  framemill serve --media /mnt/media --state /var/lib/framemill \\",
      "      --http 0.0.0.0:8090 --token-file /etc/framemill/token"
    })
final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      converter = BrokerUri.class,
      defaultValue = "amqp://guest:guest@localhost:5672",
      description =
          "The message broker, a RabbitMQ. Better set by FRAMEMILL_BROKER, where no other user of"
              + " the machine sees its password. Default: ${DEFAULT-VALUE}")
  private URI broker;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "state",
      description = "Where jobs are remembered; an SQLite file in it. Default: ${DEFAULT-VALUE}")
  private Path state;

  @Option(
      names = "--media",
      paramLabel = "DIR",
      defaultValue = "media",
      description =
          "Sources, with uploads in it; output goes to its directory \"out\"."
              + " Default: ${DEFAULT-VALUE}")
  private Path media;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = ListenAddress.class,
      defaultValue = "127.0.0.1:8090",
      description =
          "Where it listens. Without a token it asks nobody who they are, so it opens itself to"
              + " other machines only with one. Default: ${DEFAULT-VALUE}")
  private InetSocketAddress http;

  @Option(
      names = "--max-upload",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      defaultValue = "100G",
      description =
          "The largest file that is taken in, in bytes or with K, M, G or T."
              + " Default: ${DEFAULT-VALUE}")
  private long maxUploadBytes;

  @Mixin private TokenOption token;
  @Spec private CommandSpec spec;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Endpoint endpoint = endpoint();
    UploadPolicy uploads = UploadPolicy.DEFAULT.withMaxBytes(maxUploadBytes);
    CountDownLatch end = new CountDownLatch(1);
    Interruption.listen(end::countDown);
    try (Server server = Server.start(broker, state, media, endpoint, uploads)) {
      console.message("Serving at " + server.url() + ", media in " + server.media());
      end.await();
      console.message("Ending; jobs go on when it is started again");
    }
    return ExitCode.DONE;
  }

  private Endpoint endpoint() {
    AccessToken secret = token.token(console);
    if (secret == null && !isThisMachine(http.getHostString())) {
      throw new ParameterException(
          spec.commandLine(),
          "--http "
              + http.getHostString()
              + ":"
              + http.getPort()
              + " opens the API to other machines: set "
              + TokenOption.VARIABLE
              + " or --token-file to a secret that its clients share");
    }
    return new Endpoint(http, secret);
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

  /** Reads {@code amqp://...}; never repeats it, for there may be a password in it. */
  static final class BrokerUri implements ITypeConverter<URI> {
    private static final String NOT_AN_ADDRESS =
        "not an address like amqp://user:password@host:5672";

    @Override
    public URI convert(String value) {
      URI uri;
      try {
        uri = URI.create(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(NOT_AN_ADDRESS);
      }
      if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("amqps?")) {
        throw new TypeConversionException(NOT_AN_ADDRESS);
      }
      try {
        RabbitConfig unused = RabbitConfig.builder(uri).build();
        return uri;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
