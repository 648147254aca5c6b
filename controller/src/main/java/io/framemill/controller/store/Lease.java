package io.framemill.controller.store;

import io.framemill.controller.store.database.DatabaseFailures;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.controller.store.database.PostgresDatabase;
import io.framemill.controller.store.database.Schema;
import io.framemill.controller.store.database.StateInfo;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to be the active controller on a PostgreSQL database: a row with holder,
 * epoch and end.
 *
 * <p>Invariants: (1) it ends by the database's clock, and earlier by the holder's: a holder that
 * was suspended past its end knows it when it resumes; (2) taking it increments the epoch, and a
 * transaction of {@link JobStore} locks the row and compares the epoch, so that nothing is
 * committed under an earlier epoch, whatever the clocks say (a fencing token).
 *
 * <p>{@link #isHeld} may be called from any thread, all else from one.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

  /** Value while this process has not checked the schema. */
  private static final long UNKNOWN = -1;

  /**
   * SQL for the database's clock in milliseconds since the epoch; not the start of the transaction.
   */
  private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

  private static final String TAKE =
      "update controller_lease set epoch = epoch + 1, holder = :holder, address = :address,"
          + " expires_millis = "
          + NOW
          + " + :length where expires_millis < "
          + NOW
          + " returning epoch";

  private static final String RENEW =
      "update controller_lease set expires_millis = " + NOW + " + :length where epoch = :epoch";

  private final PostgresConfig postgres;
  private final PostgresDatabase database;
  private final LeaseConfig config;
  private long schemaChanges = UNKNOWN;
  private @Nullable Handle handle;
  private volatile long epoch;
  private volatile long heldUntilNanos;

  /** Name of the lease's holder and the address where it is reached. */
  public record Holder(String name, String address) {}

  /** Creates a lease; does not connect to the database yet. */
  public Lease(PostgresConfig postgres, LeaseConfig config) {
    this.postgres = postgres;
    this.config = config;
    this.database = new PostgresDatabase(postgres, ANSWER_TIMEOUT);
    this.heldUntilNanos = System.nanoTime();
  }

  /** Durations and names. */
  public LeaseConfig config() {
    return config;
  }

  /**
   * Takes the lease if it is free.
   *
   * @throws StoreException if the database does not answer, or a newer release has changed its
   *     schema meanwhile
   */
  public boolean take() {
    requireKnownSchema();
    long asked = System.nanoTime();
    Optional<Long> taken =
        ask(
            open ->
                open.createQuery(TAKE)
                    .bind("holder", config.holder())
                    .bind("address", config.address())
                    .bind("length", config.length().toMillis())
                    .mapTo(Long.class)
                    .findOne());
    taken.ifPresent(
        number -> {
          epoch = number;
          heldUntilNanos = asked + config.length().toNanos();
        });
    return taken.isPresent();
  }

  /**
   * Extends the lease.
   *
   * @return false if another controller has taken it
   * @throws StoreException if the database does not answer; the lease may still be held
   */
  public boolean renew() {
    long asked = System.nanoTime();
    int rows =
        ask(
            open ->
                open.createUpdate(RENEW)
                    .bind("epoch", epoch)
                    .bind("length", config.length().toMillis())
                    .execute());
    heldUntilNanos = rows == 1 ? asked + config.length().toNanos() : System.nanoTime();
    return rows == 1;
  }

  /** Whether this process may act now. */
  public boolean isHeld() {
    return heldUntilNanos - System.nanoTime() > 0;
  }

  /** Whether this process may act now under an earlier epoch. From any thread. */
  boolean isHeld(long former) {
    // The order matters: taking the lease again increments the epoch before it extends the time.
    return isHeld() && epoch == former;
  }

  /** Incremented each time the lease is taken. */
  long epoch() {
    return epoch;
  }

  /**
   * The current holder, or the last one; empty in a new database.
   *
   * @throws StoreException if the database does not answer
   */
  public Optional<Holder> holder() {
    return ask(
        open ->
            open.createQuery("select holder, address from controller_lease where epoch > 0")
                .map((row, context) -> new Holder(row.getString(1), row.getString(2)))
                .findOne());
  }

  /** Releases the lease, so that another controller need not wait for its end. */
  public void release() {
    heldUntilNanos = System.nanoTime();
    try {
      int unused =
          ask(
              open ->
                  open.createUpdate(
                          "update controller_lease set expires_millis = 0 where epoch = :epoch")
                      .bind("epoch", epoch)
                      .execute());
    } catch (StoreException e) {
      log.debug("The lease expires by itself", e);
    }
  }

  /** Closes the connection; does not release the lease. */
  @Override
  public void close() {
    if (handle != null) {
      handle.close();
      handle = null;
    }
  }

  /**
   * Identity of the state in the database: random, permanent.
   *
   * @throws StoreException if the database does not answer
   */
  public String identity() {
    return ask(StateInfo::identity);
  }

  /** Opens the job store, which commits nothing once another controller has the lease. */
  public JobStore openStore() {
    return JobStore.open(postgres, this);
  }

  /**
   * Ensures, inside a transaction, that it is committed under that epoch of the lease or not at
   * all: the row stays locked until then.
   */
  static void fence(Handle transaction, long epoch) {
    boolean valid =
        transaction
            .createQuery("select epoch from controller_lease where epoch = :epoch for share")
            .bind("epoch", epoch)
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    if (!valid) {
      throw StoreException.takenOver();
    }
  }

  /** Checks the schema again if another release has changed it. */
  private void requireKnownSchema() {
    if (ask(Schema::changes) != schemaChanges) {
      schemaChanges = UNKNOWN;
    }
  }

  private <T> T ask(Question<T> question) {
    try {
      boolean isSchemaKnown = schemaChanges != UNKNOWN;
      if (!isSchemaKnown) {
        database.migrate();
      }
      Handle open = handle == null ? database.connect() : handle;
      handle = open;
      if (!isSchemaKnown) {
        schemaChanges = Schema.changes(open);
      }
      return question.to(open);
    } catch (JdbiException e) {
      close();
      throw new StoreException(
          "The database %s does not answer: %s"
              .formatted(postgres.address(), DatabaseFailures.firstLine(e)),
          e);
    }
  }

  private interface Question<T> {
    T to(Handle open);
  }
}
