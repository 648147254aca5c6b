package io.framemill.cli.option;

import io.framemill.cli.client.RemoteJobs;
import io.framemill.cli.console.Console;
import io.framemill.protocol.tls.TlsContexts;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which controller a command talks to. */
public final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = ServerUrl.class,
      defaultValue = "http://127.0.0.1:8090",
      description = "URL of the controller. Default: ${DEFAULT-VALUE}")
  private URI server;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "CA certificates to trust for an https:// controller, PEM."
              + " Default: those that Java trusts")
  private @Nullable Path caFile;

  @Mixin private TokenOption token;

  /**
   * @throws io.framemill.protocol.tls.TlsException if the file of certificates is none
   */
  public RemoteJobs connect(Console console) {
    return new RemoteJobs(
        server, token.token(console), caFile == null ? null : TlsContexts.of(caFile, null));
  }

  /** Reads an address such as {@code http://host:8090}. */
  static final class ServerUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      try {
        URI uri = URI.create(value);
        if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
          return uri;
        }
      } catch (IllegalArgumentException e) {
        // Reported like an address of another kind.
      }
      throw new TypeConversionException("not an address like http://host:8090: " + value);
    }
  }
}
