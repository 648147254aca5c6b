package io.framemill.controller.e2e;

import static io.framemill.controller.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A controller that is killed and started again on the same state. */
@ExtendWith(AmqpBrokerExtension.class)
class RestartIT {
  @TempDir Path directory;

  @Test
  void killController_inMidJob_aNewOneFinishesTheJob(AmqpBroker broker) throws Exception {
    broker.clear();
    try (Cluster cluster = new Cluster(directory, broker.uri())) {
      FramemillProcess before = cluster.startController();
      cluster.startWorker();
      String done = cluster.command("submit", Samples.SILENT.toString()).strip();
      assertThat(cluster.awaitEnd(done)).isEqualTo("DONE");
      String job = cluster.submitSlow(Samples.BUNNY);
      cluster.awaitFirstSegments(job);

      before.kill();
      FramemillProcess after = cluster.startController();

      assertThat(cluster.state(done)).as("a job that had ended").isEqualTo("DONE");
      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      assertThat(after.err()).as("knew the job").contains(job, "Taking up");
      assertThatStream(AdaptiveStream.read(cluster.output(job)))
          .hasLadder("854x480", "426x240")
          .isWhole(240, 10.0, 24.0);
    }
  }
}
