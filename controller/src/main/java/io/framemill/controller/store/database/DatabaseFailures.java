package io.framemill.controller.store.database;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Translates errors of SQLite and PostgreSQL into messages for operators. */
public final class DatabaseFailures {
  private DatabaseFailures() {}

  /** The cause and place in plain words; empty for an error that is not a common one. */
  static Optional<String> known(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLiteException sqlite) {
        return ofSqlite(sqlite.getResultCode());
      }
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        return ofPostgres(sql.getSQLState());
      }
    }
    return Optional.empty();
  }

  /** The message of the database or its driver, one line. */
  public static String firstLine(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return messageLine(cause);
  }

  /** The message of the root cause, one line. */
  static String rootLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return messageLine(root);
  }

  private static String messageLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static Optional<String> ofSqlite(SQLiteErrorCode code) {
    String name = code.name();
    if (code == SQLiteErrorCode.SQLITE_FULL) {
      return Optional.of("the disk of the state directory is full");
    }
    if (name.startsWith("SQLITE_IOERR")) {
      String detail = name.substring("SQLITE_".length()).toLowerCase(Locale.ROOT);
      return Optional.of("the disk of the state directory is full or fails (" + detail + ")");
    }
    if (name.startsWith("SQLITE_READONLY")) {
      return Optional.of("the state directory is read-only");
    }
    if (name.startsWith("SQLITE_CANTOPEN")) {
      return Optional.of("a file in the state directory cannot be opened");
    }
    return Optional.empty();
  }

  /** PostgreSQL docs, appendix A, "PostgreSQL Error Codes". */
  private static Optional<String> ofPostgres(String state) {
    return switch (state.substring(0, Math.min(3, state.length()))) {
      case "080" -> Optional.of("the database does not answer");
      case "531" -> Optional.of("the disk of the database is full");
      case "532" -> Optional.of("the database is out of memory");
      case "533" -> Optional.of("the database has too many connections");
      case "57P" -> Optional.of("the database is shutting down or starting");
      case "250" -> Optional.of("the database is read-only");
      default -> Optional.empty();
    };
  }
}
