package io.framemill.cli.option;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.UserException;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where jobs are remembered: a directory, or a database. */
public final class StateOption {
  static final String PASSWORD_VARIABLE = "FRAMEMILL_STATE_PASSWORD";

  @Option(
      names = "--state",
      paramLabel = "DIR|JDBC",
      defaultValue = "state",
      description = {
        "Where to store jobs: a directory, for an SQLite file, or a PostgreSQL database.",
        "Database URL: jdbc:postgresql://host/db?user=me.",
        "Two controllers can share a database: one is active, the other takes over when it fails.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String state;

  @Option(
      names = "--state-password-file",
      paramLabel = "FILE",
      description =
          "File with the database password. Alternative to the variable " + PASSWORD_VARIABLE + ".")
  private @Nullable Path passwordFile;

  /**
   * The database; empty for a directory.
   *
   * @throws UserException if the address is wrong or the password file cannot be read; without
   *     repeating either
   */
  public Optional<PostgresConfig> database(Console console) {
    if (!state.startsWith("jdbc:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PostgresConfig(state, password(console)));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "--state: " + e.getMessage() + "; a password goes into " + PASSWORD_VARIABLE, e);
    }
  }

  /** The directory, if it is not a database. */
  public Path directory() {
    return Path.of(state);
  }

  private @Nullable String password(Console console) {
    if (passwordFile == null) {
      return console.variable(PASSWORD_VARIABLE);
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new UserException(passwordFile + ": cannot be read (" + AtomicFile.why(e) + ")", e);
    }
  }
}
