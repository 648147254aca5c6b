package io.framemill.controller.cli;

import io.framemill.controller.http.HttpJobs;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which controller a command talks to. */
final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = ServerUrl.class,
      defaultValue = "http://127.0.0.1:8090",
      description = "The controller's address. Default: ${DEFAULT-VALUE}")
  private URI server;

  @Mixin private TokenOption token;

  HttpJobs connect(Console console) {
    return new HttpJobs(server, token.token(console));
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
