package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.PostgresServer;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.Lease;
import io.framemill.controller.store.LeaseConfig;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose PostgreSQL answers late, or not at all. */
class StoreOutageIT {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String JOBS = "select id from job";

  @TempDir Path directory;
  private final Broker broker = new InMemoryBroker();
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresConfig database = server.newDatabase();
  private final Lease lease =
      new Lease(
          database,
          new LeaseConfig("one", "http://one", Duration.ofHours(1), Duration.ofMinutes(1)));
  private Controller controller;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Files.writeString(directory.resolve("in/a.mp4"), "film");
    assertThat(lease.take()).isTrue();
    controller =
        Controller.start(
            ControllerConfig.forSlots(1),
            broker,
            new SharedDirectory(directory, directory.resolve("out")),
            lease.openStore(),
            LIMIT);
  }

  @AfterEach
  void stop() {
    controller.close();
    lease.close();
    broker.close();
  }

  @Test
  void submit_databaseAnswersLate_isRefusedInTimeAndNeverAccepted() throws Exception {
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table job in exclusive mode");
      List<CompletableFuture<JobStatus>> submissions =
          IntStream.range(0, 5)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> submit("key-" + i)))
              .toList();

      for (CompletableFuture<JobStatus> submission : submissions) {
        assertThatThrownBy(submission::join).hasCauseInstanceOf(StateUnavailableException.class);
      }
      await().until(() -> controller.storeProblem().isPresent());
      assertThatThrownBy(controller::list)
          .isInstanceOf(StateUnavailableException.class)
          .hasMessageContaining("The state has not answered for");
      other.rollback();
    }

    await().until(() -> controller.storeProblem().isEmpty());
    assertThat(controller.list()).isEmpty();
    await().untilAsserted(() -> assertThat(server.query(database, JOBS)).isEmpty());
    assertThat(submit("key-0").job()).isEqualTo(submit("key-0").job());
    assertThat(server.query(database, JOBS)).hasSize(1);
  }

  @Test
  void submit_databaseAway_isRefusedInTimeAndNeverAccepted() {
    String name = database.address().replaceFirst(".*/", "");
    server.execute("postgres", "alter database " + name + " allow_connections false");
    server.execute(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

    assertThatThrownBy(() -> submit("key")).isInstanceOf(StateUnavailableException.class);
    await().until(() -> controller.storeProblem().isPresent());
    assertThatThrownBy(() -> submit("key")).isInstanceOf(StateUnavailableException.class);

    server.execute("postgres", "alter database " + name + " allow_connections true");
    await().until(() -> controller.storeProblem().isEmpty());
    assertThat(controller.list()).isEmpty();
    assertThat(submit("key").name()).isEqualTo("a.mp4");
    assertThat(server.query(database, JOBS)).hasSize(1);
  }

  @Test
  void storeProblem_databaseGoesAwayWhileNothingIsToDo_isNoticed() {
    String name = database.address().replaceFirst(".*/", "");
    server.execute("postgres", "alter database " + name + " allow_connections false");
    server.execute(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

    await().until(() -> controller.storeProblem().isPresent());

    server.execute("postgres", "alter database " + name + " allow_connections true");
    await().until(() -> controller.storeProblem().isEmpty());
  }

  private JobStatus submit(String key) {
    return controller.submit(
        new Submission("a.mp4", "in/a.mp4", Media.profile(360), 50, null, key));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), "framemill", database.password());
  }
}
