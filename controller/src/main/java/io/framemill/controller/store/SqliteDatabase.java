package io.framemill.controller.store;

import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * State in an SQLite file, or in memory.
 *
 * <p>The file is in WAL mode with {@code synchronous=FULL}: what a transaction committed survives a
 * power cut (SQLite docs, "PRAGMA synchronous").
 */
final class SqliteDatabase {
  /** Of the files that make up a database in WAL mode. */
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  private SqliteDatabase() {}

  static Handle open(Path file) {
    makePrivate(file);
    return open(
        "jdbc:sqlite:" + file, file.toString(), (dataSource, handle) -> migrate(dataSource));
  }

  static Handle inMemory() {
    return open(
        "jdbc:sqlite:file:framemill-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        "memory",
        (dataSource, handle) -> Migrations.applyTo(handle.getConnection()));
  }

  /**
   * SQLite gives what it makes beside the file the rights of the file (its documentation does not
   * say so; os_unix.c, "findCreateFileMode"). An older version of ours left all that to the umask.
   */
  private static void makePrivate(Path file) {
    try {
      if (Files.notExists(file)) {
        Files.createFile(file, FileModes.PRIVATE.ofFile());
      }
      for (String suffix : SUFFIXES) {
        FileModes.PRIVATE.restrict(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new StoreException(
          "The state in "
              + file
              + " cannot be kept from other users ("
              + AtomicFile.why(e)
              + "); give it to the user that the controller runs as",
          e);
    }
  }

  private static Handle open(String url, String what, Schema schema) {
    SqliteLibrary.unpackPrivately();
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    SQLiteDataSource dataSource = new SQLiteDataSource(config);
    dataSource.setUrl(url);
    Handle handle = null;
    try {
      handle = Jdbi.create(dataSource).open();
      schema.bringUpToDate(dataSource, handle);
      return handle;
    } catch (JdbiException | FlywayException | SQLException e) {
      if (handle != null) {
        handle.close();
      }
      throw new StoreException("The state in " + what + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static void migrate(SQLiteDataSource dataSource) {
    Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load().migrate();
  }

  /** How a database gets its tables. */
  private interface Schema {
    void bringUpToDate(SQLiteDataSource dataSource, Handle handle) throws SQLException;
  }
}
