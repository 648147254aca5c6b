package io.framemill.controller.store;

import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/** State in a PostgreSQL database. Thread-safe. */
final class PostgresDatabase implements Database {
  private static final int CONNECT_SECONDS = 5;

  /**
   * A transaction of a process that was stopped in its middle holds its locks no longer than that
   * (PostgreSQL docs, "idle_in_transaction_session_timeout").
   */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(3);

  private final PostgresConfig config;
  private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
  private final Jdbi jdbi;

  /**
   * @param answerTimeout a database that sends nothing for so long counts as gone; whole seconds
   */
  PostgresDatabase(PostgresConfig config, Duration answerTimeout) {
    this.config = config;
    dataSource.setUrl(config.url());
    if (config.password() != null) {
      dataSource.setPassword(config.password());
    }
    dataSource.setApplicationName("framemill");
    dataSource.setConnectTimeout(CONNECT_SECONDS);
    dataSource.setSocketTimeout(Math.toIntExact(answerTimeout.toSeconds()));
    dataSource.setTcpKeepAlive(true);
    jdbi = Jdbi.create(dataSource);
  }

  /**
   * Brings the schema up to date; of several processes one does.
   *
   * @throws StoreException if it cannot, or the schema is of a newer version
   */
  void migrate() {
    try {
      Schema.bringUpToDate(dataSource, config.address());
    } catch (FlywayException e) {
      throw new StoreException("The database cannot be used: " + firstLine(e), e);
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

  private static String firstLine(FlywayException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
