package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.PostgresServer;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two controllers on one PostgreSQL, of which the active one loses its connections without a word:
 * they stay open, and nothing arrives any more.
 */
@ExtendWith(AmqpBrokerExtension.class)
class PairBlackHoleIT {
  private static final String TASKS_DONE_TWICE =
      "select task from event where kind = 'TASK_DONE' group by job_id, task having count(*) > 1";
  private static final String TASKS_NOT_DONE = "select name from task where state <> 'DONE'";

  @TempDir Path directory;
  private final PostgresConfig database = PostgresServer.shared().newDatabase();
  private Cluster cluster;
  private TcpProxy toDatabase;
  private TcpProxy toBroker;
  private FramemillProcess active;
  private FramemillProcess other;

  @BeforeEach
  void startPair(AmqpBroker broker) throws IOException {
    broker.clear();
    cluster = new Cluster(directory, broker.uri());
    String address = database.url().replaceFirst("^jdbc:postgresql://", "tcp://any@");
    toDatabase = new TcpProxy(URI.create(address));
    toBroker = new TcpProxy(broker.uri());
    String proxied =
        database.url().replaceFirst(":[0-9]+/", ":" + toDatabase.uri().getPort() + "/");
    active = cluster.startMember(new PostgresConfig(proxied, database.password()), toBroker.uri());
    Cluster.patiently().until(() -> Cluster.isReady(active));
    other = cluster.startMember(database);
    cluster.startWorker();
  }

  @AfterEach
  void stop() {
    cluster.close();
    toDatabase.close();
    toBroker.close();
  }

  @Tag("long")
  @Test
  void databaseSilent_inMidJob_theOtherTakesOverAndTheFirstStepsDownBefore() throws Exception {
    String job = submitAndAwaitFirstSegments();

    toDatabase.stall();

    awaitTakeover();
    isDoneOnce(job);
    toDatabase.restore();
    staysStandby();
  }

  @Test
  void databaseAndBrokerSilent_inMidJob_theOtherTakesOverAndTheFirstStepsDownBefore()
      throws Exception {
    String job = submitAndAwaitFirstSegments();

    toDatabase.stall();
    toBroker.stall();

    awaitTakeover();
    isDoneOnce(job);
    toDatabase.restore();
    toBroker.restore();
    staysStandby();
  }

  @Test
  void brokerSilent_inMidJob_theJobIsDoneOnceItSpeaksAgain() throws Exception {
    String job = submitAndAwaitFirstSegments();

    toBroker.stall();
    Cluster.patiently().until(() -> !Cluster.isReady(active));
    assertThat(Cluster.isReady(other)).as("the lease is renewed").isFalse();
    toBroker.restore();

    isDoneOnce(job);
  }

  private String submitAndAwaitFirstSegments() throws IOException {
    cluster.turnTo(active);
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);
    return job;
  }

  /** The other one is asked first: if both say yes, both were active when the second said it. */
  private void awaitTakeover() {
    Cluster.patiently()
        .until(
            () -> {
              boolean isTaken = Cluster.isReady(other);
              assertThat(isTaken && Cluster.isReady(active)).as("%s", cluster).isFalse();
              return isTaken;
            });
    cluster.turnTo(other);
  }

  private void staysStandby() {
    Cluster.patiently().until(() -> active.err().contains("Stepped down"));
    Cluster.patiently()
        .until(() -> active.err().lastIndexOf("Standing by") > active.err().lastIndexOf("Stepped"));
    assertThat(active.err().split("Active as", -1)).as("%s", active).hasSize(2);
  }

  private void isDoneOnce(String job) throws IOException {
    assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    assertThatStream(AdaptiveStream.read(cluster.output(job)))
        .hasLadder("854x480", "426x240")
        .hasSoundTracks(1)
        .isWhole(240, 10.0, 24.0);
    PostgresServer server = PostgresServer.shared();
    assertThat(server.query(database, TASKS_DONE_TWICE)).isEmpty();
    assertThat(server.query(database, TASKS_NOT_DONE)).isEmpty();
  }
}
