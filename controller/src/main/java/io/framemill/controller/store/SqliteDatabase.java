package io.framemill.controller.store;

import java.nio.file.Path;
import java.sql.SQLException;
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
  private SqliteDatabase() {}

  static Handle open(Path file) {
    return open(
        "jdbc:sqlite:" + file, file.toString(), (dataSource, handle) -> migrate(dataSource));
  }

  static Handle inMemory() {
    return open(
        "jdbc:sqlite:file:framemill-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        "memory",
        (dataSource, handle) -> Migrations.applyTo(handle.getConnection()));
  }

  private static Handle open(String url, String what, Schema schema) {
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
