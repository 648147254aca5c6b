package io.framemill.controller.store.database;

import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/** State in a PostgreSQL database. Thread-safe. */
public final class PostgresDatabase implements Database {
  private static final int CONNECT_SECONDS = 5;

  /**
   * Limit on how long a transaction of a suspended process holds its locks (PostgreSQL docs,
   * "idle_in_transaction_session_timeout").
   */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(3);

  /** A schema change may rewrite tables of many gigabytes. */
  private static final Duration MIGRATION_TIMEOUT = Duration.ofHours(1);

  private final PostgresConfig config;
  private final DataSource dataSource;
  private final Jdbi jdbi;

  /**
   * @param answerTimeout a database that is silent for this time counts as gone; whole seconds
   */
  public PostgresDatabase(PostgresConfig config, Duration answerTimeout) {
    this.config = config;
    dataSource = dataSource(config, answerTimeout);
    jdbi = Jdbi.create(dataSource);
  }

  private static DataSource dataSource(PostgresConfig config, Duration answerTimeout) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(config.url());
    if (config.password() != null) {
      dataSource.setPassword(config.password());
    }
    dataSource.setApplicationName("framemill");
    dataSource.setConnectTimeout(CONNECT_SECONDS);
    dataSource.setSocketTimeout(Math.toIntExact(answerTimeout.toSeconds()));
    dataSource.setTcpKeepAlive(true);
    return dataSource;
  }

  /**
   * Migrates the schema; of several processes only one does.
   *
   * @throws StoreException if it cannot, or the schema is of a newer version
   */
  public void migrate() {
    try {
      Schema.bringUpToDate(dataSource, dataSource(config, MIGRATION_TIMEOUT), config.address());
    } catch (FlywayException e) {
      throw new StoreException("The database cannot be used: " + DatabaseFailures.rootLine(e), e);
    }
  }

  @Override
  public Handle connect() {
    Handle handle = jdbi.open();
    try {
      handle.execute("set idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION.toMillis());
      return handle;
    } catch (JdbiException e) {
      handle.close();
      throw e;
    }
  }
}
