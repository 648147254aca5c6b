package io.framemill.controller.store;

import io.framemill.controller.store.database.Database;
import io.framemill.controller.store.database.DatabaseFailures;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.controller.store.database.PostgresDatabase;
import io.framemill.controller.store.database.SqliteDatabase;
import io.framemill.controller.store.database.StateInfo;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import java.nio.file.Path;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Jobs, tasks and events in SQLite, or in PostgreSQL under a {@link Lease}; the SQL is the same.
 * One connection; not thread-safe except {@link #mayAct}: the controller's thread owns it.
 */
public final class JobStore implements AutoCloseable {
  /** Long enough for large result sets. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  private final String place;
  private final Database database;
  private final @Nullable Lease lease;

  /**
   * Epoch of the lease when this store was opened: it writes nothing once the lease was taken
   * again.
   */
  private final long epoch;

  private final boolean durable;
  private final Runnable roomCheck;
  private final Rows rows = new Rows(new MessageCodec());
  private Handle handle;

  private JobStore(
      String place,
      Handle handle,
      Database database,
      @Nullable Lease lease,
      boolean durable,
      Runnable roomCheck) {
    this.place = place;
    this.handle = handle;
    this.database = database;
    this.lease = lease;
    this.epoch = lease == null ? 0 : lease.epoch();
    this.durable = durable;
    this.roomCheck = roomCheck;
  }

  /**
   * Opens a store and migrates its schema.
   *
   * @param file path of the database file; its directory must exist
   * @throws StoreException if it cannot be opened, or was written by a newer version
   */
  public static JobStore open(Path file) {
    Runnable roomCheck = () -> SqliteDatabase.requireRoom(file);
    return of(file.toString(), SqliteDatabase.open(file), true, roomCheck);
  }

  /** Opens a store in memory, which is lost when it is closed. */
  public static JobStore inMemory() {
    return of("memory", SqliteDatabase.inMemory(), false, () -> {});
  }

  static JobStore of(String place, Handle sqlite, boolean durable, Runnable roomCheck) {
    return new JobStore(place, sqlite, () -> sqlite, null, durable, roomCheck);
  }

  static JobStore open(PostgresConfig config, Lease lease) {
    Database database = new PostgresDatabase(config, ANSWER_TIMEOUT);
    try {
      return new JobStore(config.address(), database.connect(), database, lease, true, () -> {});
    } catch (JdbiException e) {
      throw new StoreException(
          "The database " + config.address() + " does not answer: " + DatabaseFailures.firstLine(e),
          e);
    }
  }

  /**
   * Whether the owner may run effects of what it has committed: false once another controller may
   * have taken over. From any thread.
   */
  public boolean mayAct() {
    return lease == null || lease.isHeld(epoch);
  }

  /** Whether jobs outlive this process, so that a failed one can be retried. */
  public boolean isDurable() {
    return durable;
  }

  /**
   * Identity of the state: random, created with the database. A state that is not durable has none.
   *
   * @throws StoreException if it cannot be read
   */
  public String identity() {
    return read(() -> StateInfo.identity(connected()));
  }

  /**
   * Runs changes in one transaction.
   *
   * @throws StoreException if it cannot be committed, or another controller has taken over
   */
  public void transaction(Consumer<Changes> work) {
    try {
      connected().useTransaction(transaction -> work.accept(changes(transaction)));
    } catch (JdbiException e) {
      throw failure("written", e);
    }
  }

  /**
   * Rewrites an existing row to check whether the store is writable.
   *
   * @throws StoreException if it is not, or if the disk is almost full
   */
  public void probe() {
    transaction(Changes::touch);
    roomCheck.run();
  }

  private Changes changes(Handle transaction) {
    if (lease != null) {
      Lease.fence(transaction, epoch);
    }
    return new Changes(transaction, rows);
  }

  /** The connection, reopened if the database closed it. */
  private Handle connected() {
    if (lease != null && isBroken()) {
      handle.close();
      handle = database.connect();
    }
    return handle;
  }

  private boolean isBroken() {
    try {
      return handle.isClosed() || handle.getConnection().isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** All jobs, oldest first; jobs that have ended come without their media. */
  public List<StoredJob> jobs() {
    return read(
        () ->
            connected()
                .createQuery(
                    """
                    select id, name, source, output, profile, priority, state, failure, created_millis, ended_millis,
                        first_attempt, case when ended_millis is null then media end as media, summary
                    from job order by created_millis, id
                    """)
                .map(rows::job)
                .list());
  }

  /** A stored job with all its columns. */
  public StoredJob job(JobId id) {
    return read(() -> select("select * from job where id = ?", id).map(rows::job).one());
  }

  /** All tasks of a job, by position. */
  public List<StoredTask> tasks(JobId job) {
    TaskInterner shared = new TaskInterner();
    return read(
        () ->
            select("select * from task where job_id = ? order by position", job)
                .map((row, context) -> rows.task(row, shared))
                .list());
  }

  /** A job's event log, from its start. */
  public List<StoredEvent> events(JobId job) {
    return events(job, 0);
  }

  /**
   * A job's event log after a position.
   *
   * @param afterSequence sequence of the last event to leave out; 0 for none. Sequences are unique
   *     and have no gaps
   */
  public List<StoredEvent> events(JobId job, long afterSequence) {
    return read(
        () ->
            select("select * from event where job_id = ? and sequence > ? order by sequence", job)
                .bind(1, afterSequence)
                .map(rows::event)
                .list());
  }

  /** The sequence of a job's last event; 0 if it has none. */
  public long lastSequence(JobId job) {
    return read(
        () ->
            select("select coalesce(max(sequence), 0) from event where job_id = ?", job)
                .mapTo(Long.class)
                .one());
  }

  /** All idempotency keys, with the jobs that they created. */
  public List<StoredKey> keys() {
    return read(
        () -> connected().createQuery("select * from idempotency_key").map(rows::key).list());
  }

  /** Messages that could not be read, oldest first. */
  public List<DeadLetter> deadLetters() {
    return read(
        () ->
            connected()
                .createQuery("select * from dead_letter order by number")
                .map(rows::letter)
                .list());
  }

  @Override
  public void close() {
    handle.close();
  }

  /** A query whose first parameter is a job. */
  private Query select(String sql, JobId job) {
    return connected().createQuery(sql).bind(0, job.value());
  }

  private <T> T read(Supplier<T> query) {
    try {
      return query.get();
    } catch (JdbiException e) {
      throw failure("read", e);
    } catch (IllegalArgumentException | NullPointerException e) {
      // From a record whose constructor rejects the row.
      throw StoreException.damaged(place, "a row is invalid: " + e.getMessage(), e);
    }
  }

  private StoreException failure(String verb, JdbiException e) {
    if (e.getCause() instanceof SQLDataException row
        && row.getCause() instanceof MalformedMessageException unread
        && unread.isNewer()) {
      return StoreException.newer(place, String.valueOf(unread.getMessage()), e);
    }
    return e.getCause() instanceof SQLDataException || SqliteDatabase.isDamage(e)
        ? StoreException.damaged(place, DatabaseFailures.firstLine(e), e)
        : StoreException.of("The state cannot be " + verb, e);
  }

  /** The writes that a transaction can contain. */
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

    /** Saves idempotency keys; each must be new, and its job saved. */
    public void saveKeys(Collection<StoredKey> keys) {
      rows.saveKeys(handle, keys);
    }

    /** Inserts or replaces tasks. */
    public void addTasks(Collection<StoredTask> tasks) {
      rows.addTasks(handle, tasks);
    }

    /**
     * Saves all columns of existing tasks that can change: neither the work itself nor its
     * position.
     */
    public void updateTasks(Collection<StoredTask> tasks) {
      rows.updateTasks(handle, tasks);
    }

    /** Deletes all tasks of a job. */
    public void deleteTasks(JobId job) {
      handle.execute("delete from task where job_id = ?", job.value());
    }

    /** Deletes jobs with all their tasks, events and keys. */
    public void deleteJobs(Collection<JobId> jobs) {
      rows.deleteJobs(handle, jobs);
    }

    private void touch() {
      handle.execute("update controller_lease set id = id where id = 1");
    }

    /** Saves messages that could not be read. */
    public void bury(Collection<DeadLetter> letters) {
      rows.bury(handle, letters);
    }

    /** Appends events. */
    public void append(Collection<StoredEvent> events) {
      rows.append(handle, events);
    }
  }
}
