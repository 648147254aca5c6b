package io.framemill.cli.option;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.UserException;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The secret of the HTTP API. Not on the command line, where other users of the machine see it. */
public final class TokenOption {
  public static final String VARIABLE = "FRAMEMILL_TOKEN";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the API token, 16 or more of letters, digits and -._~+/. Alternative to the"
              + " variable "
              + VARIABLE
              + ".")
  private @Nullable Path file;

  /**
   * Null if there is none.
   *
   * @throws UserException if it is not a token, or cannot be read
   */
  @Nullable
  public AccessToken token(Console console) {
    String variable = console.variable(VARIABLE);
    if (file == null && variable == null) {
      return null;
    }
    String source = file == null ? VARIABLE : file.toString();
    try {
      return new AccessToken(file == null ? String.valueOf(variable) : read(file));
    } catch (IllegalArgumentException e) {
      throw new UserException(source + ": not a token: " + e.getMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read (" + AtomicFile.why(e) + ")", e);
    }
  }
}
