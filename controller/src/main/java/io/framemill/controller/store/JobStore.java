package io.framemill.controller.store;

import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Jobs, tasks and events in SQLite. One connection; not thread-safe: the controller's thread owns
 * it.
 *
 * <p>The file is in WAL mode with {@code synchronous=FULL}: what a transaction committed survives a
 * power cut (SQLite docs, "PRAGMA synchronous").
 */
public final class JobStore implements AutoCloseable {
  private final Handle handle;
  private final Rows rows = new Rows(new MessageCodec());

  private JobStore(Handle handle) {
    this.handle = handle;
  }

  /**
   * Opens a store and brings its schema up to date.
   *
   * @param file path of the database file; its directory must exist
   * @throws StoreException if it cannot be opened, or was written by a newer version
   */
  public static JobStore open(Path file) {
    return open(
        "jdbc:sqlite:" + file, file.toString(), (dataSource, handle) -> migrate(dataSource));
  }

  /** Opens a store that lives in memory and ends when it is closed. */
  public static JobStore inMemory() {
    return open(
        "jdbc:sqlite:file:framemill-" + UUID.randomUUID() + "?mode=memory&cache=shared",
        "memory",
        (dataSource, handle) -> Migrations.applyTo(handle.getConnection()));
  }

  private static JobStore open(String url, String what, Schema schema) {
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
      return new JobStore(handle);
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

  /**
   * Runs changes as one transaction.
   *
   * @throws StoreException if it cannot be committed
   */
  public void transaction(Consumer<Changes> work) {
    try {
      handle.useTransaction(transaction -> work.accept(new Changes(transaction, rows)));
    } catch (JdbiException e) {
      throw new StoreException("The state cannot be written: " + e.getMessage(), e);
    }
  }

  /** All jobs, oldest first. */
  public List<StoredJob> jobs() {
    return read(
        () ->
            handle
                .createQuery("select * from job order by created_millis, id")
                .map(rows::job)
                .list());
  }

  /** All tasks of a job, by position. */
  public List<StoredTask> tasks(JobId job) {
    return read(
        () ->
            handle
                .createQuery("select * from task where job_id = :job order by position")
                .bind("job", job.value())
                .map(rows::task)
                .list());
  }

  /** A job's story, from its beginning. */
  public List<StoredEvent> events(JobId job) {
    return events(job, 0);
  }

  /**
   * A job's story from a point on.
   *
   * @param afterSequence the last event that is left out; 0 for none. Numbers are given once and
   *     have no holes
   */
  public List<StoredEvent> events(JobId job, long afterSequence) {
    return read(
        () ->
            handle
                .createQuery(
                    "select * from event where job_id = :job and sequence > :after"
                        + " order by sequence")
                .bind("job", job.value())
                .bind("after", afterSequence)
                .map(rows::event)
                .list());
  }

  /** The number of a job's last event; 0 if it has none. */
  public long lastSequence(JobId job) {
    return read(
        () ->
            handle
                .createQuery("select coalesce(max(sequence), 0) from event where job_id = :job")
                .bind("job", job.value())
                .mapTo(Long.class)
                .one());
  }

  /** The messages that nobody could read, oldest first. */
  public List<DeadLetter> deadLetters() {
    return read(
        () ->
            handle
                .createQuery("select * from dead_letter order by number")
                .map(rows::letter)
                .list());
  }

  @Override
  public void close() {
    handle.close();
  }

  private static <T> T read(Supplier<T> query) {
    try {
      return query.get();
    } catch (JdbiException e) {
      throw new StoreException("The state cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a transaction can write. */
  public static final class Changes {
    private final Handle handle;
    private final Rows rows;

    private Changes(Handle handle, Rows rows) {
      this.handle = handle;
      this.rows = rows;
    }

    /** Inserts or replaces jobs. */
    public void saveJobs(Collection<StoredJob> jobs) {
      rows.saveJobs(handle, jobs);
    }

    /** Inserts or replaces tasks. */
    public void saveTasks(Collection<StoredTask> tasks) {
      rows.saveTasks(handle, tasks);
    }

    /** Deletes all tasks of a job. */
    public void deleteTasks(JobId job) {
      handle
          .createUpdate("delete from task where job_id = :job")
          .bind("job", job.value())
          .execute();
    }

    /** Keeps messages that nobody could read. */
    public void bury(Collection<DeadLetter> letters) {
      rows.bury(handle, letters);
    }

    /** Appends events. */
    public void append(Collection<StoredEvent> events) {
      rows.append(handle, events);
    }
  }
}
