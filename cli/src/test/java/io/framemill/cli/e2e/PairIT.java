package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.PostgresServer;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers on one PostgreSQL, a real broker, a worker; and what happens to each. */
@ExtendWith(AmqpBrokerExtension.class)
class PairIT {
  private static final String TASKS_DONE_TWICE =
      "select task from event where kind = 'TASK_DONE' group by job_id, task having count(*) > 1";
  private static final String TASKS_NOT_DONE = "select name from task where state <> 'DONE'";
  private static final String LATER_ATTEMPTS = "select name from task where attempt > 1";
  private static final String HOLES =
      "select job_id from event group by job_id having count(*) <> max(sequence)";

  @TempDir Path directory;
  private Cluster cluster;

  @BeforeEach
  void clear(AmqpBroker broker) throws IOException {
    broker.clear();
    cluster = new Cluster(directory, broker.uri());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void killActive_inMidJob_theOtherTakesOverAndNothingIsDoneTwice() throws Exception {
    PostgresConfig database = PostgresServer.shared().newDatabase();
    FramemillProcess active = startActive(database);
    FramemillProcess other = cluster.startMember(database);
    cluster.startWorker();
    refusesAllButHealth(other, active);

    String job = submitAndAwaitFirstSegments(active);
    active.kill();
    awaitTakeover("kill -9", other);

    isDoneExactly(job, database);
    assertThat(PostgresServer.shared().query(database, LATER_ATTEMPTS)).isEmpty();
  }

  @Test
  void stopActive_longerThanItsLease_stepsDownWhenItGoesOn() throws Exception {
    PostgresConfig database = PostgresServer.shared().newDatabase();
    FramemillProcess active = startActive(database);
    FramemillProcess other = cluster.startMember(database);
    cluster.startWorker();

    String job = submitAndAwaitFirstSegments(active);
    active.signal("STOP");
    awaitTakeover("SIGSTOP", other);
    active.signal("CONT");

    Cluster.patiently().until(() -> active.err().contains("Stepped down"));
    isDoneExactly(job, database);
    refusesAllButHealth(active, other);
    assertThat(Cluster.isReady(other)).isTrue();
  }

  @Tag("long")
  @Test
  void killDatabase_inMidJob_theControllersWaitForItAndTheJobGoesOn() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresConfig database = server.newDatabase();
      FramemillProcess active = startActive(database);
      FramemillProcess other = cluster.startMember(database);
      cluster.startWorker();

      String job = submitAndAwaitFirstSegments(active);
      server.kill();
      Cluster.patiently()
          .until(() -> active.err().contains("Stepped down") && !Cluster.isReady(active));
      server.startAgain();
      Cluster.patiently().until(() -> Cluster.isReady(active) || Cluster.isReady(other));

      cluster.turnTo(Cluster.isReady(active) ? active : other);
      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      isWhole(job);
      assertThat(server.query(database, TASKS_DONE_TWICE)).isEmpty();
      assertThat(server.query(database, HOLES)).isEmpty();
    }
  }

  private FramemillProcess startActive(PostgresConfig database) {
    FramemillProcess active = cluster.startMember(database);
    Cluster.patiently().until(() -> Cluster.isReady(active));
    return active;
  }

  private String submitAndAwaitFirstSegments(FramemillProcess active) throws IOException {
    cluster.turnTo(active);
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);
    return job;
  }

  // Standard output: how long it took is worth reading in any run.
  @SuppressWarnings("SystemOut")
  private void awaitTakeover(String what, FramemillProcess other) {
    long from = System.nanoTime();
    Cluster.patiently().until(() -> Cluster.isReady(other));
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    System.out.println("Takeover after " + what + ": " + took.toMillis() + " ms");
    cluster.turnTo(other);
  }

  private void refusesAllButHealth(FramemillProcess standby, FramemillProcess active) {
    cluster.turnTo(standby);
    FramemillProcess list = cluster.startCommand("list");
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err())
        .contains("This controller stands by")
        .containsPattern("-[0-9]+ at http://127.0.0.1:[0-9]+ is active");
    cluster.turnTo(active);
    assertThat(cluster.command("list")).contains("JOB");
  }

  private void isDoneExactly(String job, PostgresConfig database) throws IOException {
    assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    isWhole(job);
    PostgresServer server = PostgresServer.shared();
    for (String none : List.of(TASKS_DONE_TWICE, TASKS_NOT_DONE, HOLES)) {
      assertThat(server.query(database, none)).as("%s", none).isEmpty();
    }
  }

  private void isWhole(String job) throws IOException {
    assertThatStream(AdaptiveStream.read(cluster.output(job)))
        .hasLadder("854x480", "426x240")
        .hasSoundTracks(1)
        .isWhole(240, 10.0, 24.0);
  }
}
