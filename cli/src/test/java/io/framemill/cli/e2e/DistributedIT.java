package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.EndOfProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A controller and two workers, joined by a real broker, and what happens when they are killed. */
@ExtendWith(AmqpBrokerExtension.class)
class DistributedIT {
  @TempDir Path directory;
  private Cluster cluster;
  private FramemillProcess controller;
  private FramemillProcess first;
  private FramemillProcess second;

  @BeforeEach
  void startCluster(AmqpBroker broker) throws IOException {
    broker.clear();
    cluster = new Cluster(directory, broker.uri());
    controller = cluster.startController();
    first = cluster.startWorker();
    second = cluster.startWorker();
    Cluster.patiently().until(() -> controller.err().split("joined", -1).length > 2);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void submit_twoWorkers_writesTheWholeLadderExactly() throws Exception {
    FramemillProcess submit = cluster.startCommand("submit", Samples.BUNNY.toString(), "--watch");

    assertThat(submit.exitCode()).as("%s\n%s", submit, cluster).isZero();
    String job = submit.out().lines().findFirst().orElseThrow();
    assertThatStream(AdaptiveStream.read(cluster.output(job)))
        .hasLadder("1280x720", "854x480", "640x360")
        .hasSoundTracks(1)
        .isWhole(240, 10.0, 24.0);
    assertThat(controller.err()).contains(job);
  }

  @Test
  void killSlot_inMidJob_sameFramesAndTheLogTells() throws Exception {
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);

    killSlotAtWork(first);

    isDoneExactly(job);
    assertThat(first.err()).contains("another slot starts");
    assertThat(controller.err()).containsPattern("failed on .*signal 9.*trying again");
  }

  @Test
  void killWorker_inMidJob_sameFramesAndTheLogTells() throws Exception {
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);

    List<ProcessHandle> slots = first.slots();
    first.kill();

    isDoneExactly(job);
    // Before the silence is long enough to be a loss, an idle slot may have begun it again.
    assertThat(controller.err())
        .containsPattern("was lost with .*trying again|another attempt runs beside it");
    Cluster.patiently().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
  }

  @Tag("long")
  @Test
  void killSlotAndOtherWorker_inMidJob_sameFrames() throws Exception {
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);

    first.slots().forEach(ProcessHandle::destroyForcibly);
    second.kill();

    isDoneExactly(job);
  }

  @Test
  void terminateWorker_inMidJob_endsInGoodOrderAndNothingIsLost() throws Exception {
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);

    second.terminate();

    isDoneExactly(job);
    assertThat(second.exitCode()).as("%s", second).isZero();
    assertThat(controller.err()).doesNotContain("was lost with");
  }

  /** Kills the slot; does so again if it was between two tasks, which costs nobody an attempt. */
  private static void killSlotAtWork(FramemillProcess worker) {
    Set<ProcessHandle> killed = new HashSet<>();
    Cluster.patiently()
        .until(
            () -> {
              worker.slots().stream().filter(killed::add).forEach(ProcessHandle::destroyForcibly);
              return worker.err().contains("another slot starts");
            });
  }

  private void isDoneExactly(String job) throws IOException {
    assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    assertThatStream(AdaptiveStream.read(cluster.output(job)))
        .hasLadder("854x480", "426x240")
        .hasSoundTracks(1)
        .hasSegments(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
        .isWhole(240, 10.0, 24.0);
  }
}
