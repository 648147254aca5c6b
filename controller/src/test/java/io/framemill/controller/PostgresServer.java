package io.framemill.controller;

import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.testbroker.Directories;
import io.framemill.testbroker.TestPorts;
import io.framemill.testbroker.TestTimeouts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, run privately from binaries that Maven brings. It can be killed and started
 * again with what it had stored, and lets its user in with a password only.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "framemill";
  private static final String PASSWORD = "correct-horse-battery";
  private static final AtomicInteger databases = new AtomicInteger();
  private static @Nullable PostgresServer shared;

  private final Path data;
  private final int port = TestPorts.free();
  private EmbeddedPostgres server;

  private PostgresServer() throws IOException, SQLException {
    data = Files.createTempDirectory("framemill-postgres-").resolve("data");
    server = launch();
    execute("postgres", "create role " + USER + " login password '" + PASSWORD + "'");
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all %s 127.0.0.1/32 scram-sha-256
        host all postgres 127.0.0.1/32 trust
        """
            .formatted(USER));
    execute("postgres", "select pg_reload_conf()");
  }

  /** Starts a server of one's own. */
  public static PostgresServer start() {
    try {
      return new PostgresServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server of the whole test run, which ends with it. Not to be killed. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** Makes an empty database. */
  public PostgresConfig newDatabase() {
    String name = "framemill" + databases.incrementAndGet();
    execute("postgres", "create database " + name + " owner " + USER);
    return new PostgresConfig(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + USER, PASSWORD);
  }

  /** Ends it at once, as a power failure of its process would. */
  public void kill() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      postmaster.children().forEach(ProcessHandle::destroyForcibly);
      postmaster.destroyForcibly();
      postmaster.onExit().join();
      // Finds nothing to stop, and lets go of the directory.
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it after {@link #kill}, on the same port. */
  public void startAgain() {
    try {
      server = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of what a query of its user finds. */
  public List<String> query(PostgresConfig database, String sql) {
    List<String> found = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(database.url(), USER, database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a statement as its superuser. */
  public void execute(String database, String sql) {
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Directories.delete(data.resolveSibling(""));
  }

  private EmbeddedPostgres launch() throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(TestTimeouts.LIMIT)
            .setServerConfig("synchronous_commit", "on");
    return builder.start();
  }
}
