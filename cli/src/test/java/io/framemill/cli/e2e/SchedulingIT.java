package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.EndOfProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are cancelled, slots that stand still and workers that fail, as real processes. */
@ExtendWith(AmqpBrokerExtension.class)
class SchedulingIT {
  @TempDir Path directory;
  private Cluster cluster;
  private FramemillProcess controller;
  private FramemillProcess worker;

  @BeforeEach
  void startCluster(AmqpBroker broker) throws IOException {
    broker.clear();
    cluster = new Cluster(directory, broker.uri());
    controller = cluster.startController();
    worker = cluster.startWorker();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void cancel_inMidJob_slotsEndOutputGoesAndTheNextJobRuns() throws Exception {
    awaitWorkers(1);
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);
    List<ProcessHandle> slots = worker.slots();

    cluster.command("cancel", job);

    Cluster.patiently().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
    Cluster.patiently().until(() -> !Files.exists(cluster.output(job)));
    assertThat(cluster.state(job)).isEqualTo("CANCELLED");
    String next = cluster.command("submit", Samples.SILENT.toString()).strip();
    assertThat(cluster.awaitEnd(next)).as("%s", cluster).isEqualTo("DONE");
    assertThat(cluster.output(job)).as("nothing came back").doesNotExist();
  }

  @Test
  void stopSlot_ofOneOfTwoWorkers_theOtherRunsItsTaskToo() throws Exception {
    FramemillProcess other = cluster.startWorker();
    awaitWorkers(2);
    String job = cluster.submitSlow(Samples.BUNNY);
    cluster.awaitFirstSegments(job);

    List<ProcessHandle> stopped = worker.slots();
    for (ProcessHandle slot : stopped) {
      new ProcessBuilder("kill", "-STOP", Long.toString(slot.pid())).start().waitFor();
    }

    isDoneExactly(job);
    assertThat(controller.err()).contains("another attempt runs beside it");
    Cluster.patiently().until(() -> stopped.stream().allMatch(EndOfProcess::hasCome));
    assertThat(worker.err() + other.err()).as("the limit of silence").doesNotContain("no progress");
  }

  @Test
  void brokenWorker_besideASoundOne_isSentToRestAndTheJobIsDone() throws Exception {
    FramemillProcess broken = cluster.startWorkerOn(Files.createDirectory(directory.resolve("no")));
    awaitWorkers(2);
    String job = cluster.submitSlow(Samples.BUNNY);

    // At once, because the rest is over after a minute, and the job may take longer.
    Cluster.patiently().until(() -> broken.err().contains("Taking no tasks for 60.0 s: "));
    Cluster.patiently()
        .untilAsserted(
            () ->
                assertThat(cluster.command("workers"))
                    .containsPattern("ago +working")
                    .containsPattern(
                        "ago +quarantined: [56] of its last . tasks failed while others succeeded"));
    isDoneExactly(job);
    assertThat(controller.err()).containsPattern("is quarantined for 60 s: [56] of its last");
  }

  private void awaitWorkers(int count) {
    Cluster.patiently().until(() -> controller.err().split("joined", -1).length > count);
  }

  private void isDoneExactly(String job) throws IOException {
    assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    assertThatStream(AdaptiveStream.read(cluster.output(job)))
        .hasLadder("854x480", "426x240")
        .hasSoundTracks(1)
        .isWhole(240, 10.0, 24.0);
  }
}
