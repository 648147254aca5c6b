package io.framemill.controller.store.database;

import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * State in an SQLite file, or in memory.
 *
 * <p>The file is in WAL mode with {@code synchronous=FULL}: what a transaction committed survives a
 * power cut (SQLite docs, "PRAGMA synchronous").
 */
public final class SqliteDatabase {
  private static final Logger log = LoggerFactory.getLogger(SqliteDatabase.class);

  /** Suffixes of the files of a database in WAL mode. */
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  /** With less free space the next commits would fail. */
  private static final long MIN_ROOM_BYTES = 1 << 20;

  /** The check of a larger file is announced in the log. */
  private static final long QUICKLY_CHECKED_BYTES = 256L << 20;

  /** A larger file is not checked: it would take longer than supervisors wait for a start. */
  static final long MAX_CHECKED_BYTES = 4L << 30;

  /** About 4 ms for each MB. */
  private static final long CHECKED_BYTES_PER_SECOND = 250_000_000;

  private SqliteDatabase() {}

  /**
   * Checks that the disk is not full. A write alone does not show it, because SQLite first
   * overwrites its existing log. A file system that does not report its size is not checked.
   *
   * @throws StoreException if it is
   */
  public static void requireRoom(Path file) {
    try {
      FileStore disk = Files.getFileStore(file);
      long room = disk.getUsableSpace();
      if (room < MIN_ROOM_BYTES && disk.getTotalSpace() > 0) {
        String message =
            "The state cannot be written: the disk of the state directory is full ("
                + room
                + " bytes are free)";
        throw new StoreException(message, message, new IOException("No space left on device"));
      }
    } catch (IOException e) {
      throw new StoreException(
          "The disk of the state directory cannot be checked: " + e.getMessage(), e);
    }
  }

  public static Handle open(Path file) {
    makePrivate(file);
    return open(
        "jdbc:sqlite:" + file,
        file.toString(),
        (dataSource, handle) -> {
          requireSound(handle, file);
          Schema.bringUpToDate(dataSource, dataSource, file.toString());
        });
  }

  public static Handle inMemory() {
    return open(
        "jdbc:sqlite:file:framemill-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        "memory",
        (dataSource, handle) -> Migrations.applyTo(handle.getConnection()));
  }

  /**
   * Restricts the file's permissions. SQLite creates its other files with the permissions of the
   * database file (its documentation does not say so; os_unix.c, "findCreateFileMode"). An older
   * version of Framemill used the umask.
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
          ("The state in %s cannot be kept from other users (%s); give it to the user that the"
                  + " controller runs as")
              .formatted(file, AtomicFile.why(e)),
          e);
    }
  }

  private static Handle open(String url, String what, Preparation preparation) {
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
      preparation.prepare(dataSource, handle);
      return handle;
    } catch (JdbiException | FlywayException | SQLException | StoreException e) {
      if (handle != null) {
        handle.close();
      }
      throw refusal(what, e);
    }
  }

  private static StoreException refusal(String what, Exception failure) {
    if (failure instanceof StoreException refusal) {
      return refusal;
    }
    if (isDamage(failure)) {
      return StoreException.damaged(what, DatabaseFailures.rootLine(failure), failure);
    }
    return StoreException.of("The state in " + what + " cannot be opened", failure);
  }

  /** Checks the structure of each page before the content is used. */
  private static void requireSound(Handle handle, Path file) {
    long bytes = sizeBytes(file);
    if (bytes > MAX_CHECKED_BYTES) {
      log.warn(
          "The state in {} is not checked for damage: it has {} MiB, more than {}",
          file,
          bytes >> 20,
          MAX_CHECKED_BYTES >> 20);
      return;
    }
    if (bytes > QUICKLY_CHECKED_BYTES) {
      log.info(
          "Checking the state in {} for damage: {} MiB, about {} s",
          file,
          bytes >> 20,
          bytes / CHECKED_BYTES_PER_SECOND);
    }
    String answer = handle.createQuery("pragma quick_check(1)").mapTo(String.class).first();
    if (!answer.equals("ok")) {
      // The first line may only name the database: "*** in database main ***".
      String reason = answer.lines().reduce((first, last) -> last).orElse(answer);
      throw StoreException.damaged(file.toString(), reason, null);
    }
  }

  private static long sizeBytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new StoreException("The state in " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether SQLite reports a corrupt file. */
  public static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        int primaryCode = sqlite.getResultCode().code & 0xff;
        return primaryCode == SQLiteErrorCode.SQLITE_CORRUPT.code
            || primaryCode == SQLiteErrorCode.SQLITE_NOTADB.code;
      }
    }
    return false;
  }

  /** Creates the tables of a database. */
  private interface Preparation {
    void prepare(SQLiteDataSource dataSource, Handle handle) throws SQLException;
  }
}
