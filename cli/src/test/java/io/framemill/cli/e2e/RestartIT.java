package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TcpProxy;
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
      assertThat(after.err()).as("knew the job").contains(job, "Resuming");
      assertThatStream(AdaptiveStream.read(cluster.output(job)))
          .hasLadder("854x480", "426x240")
          .isWhole(240, 10.0, 24.0);
    }
  }

  @Test
  void killController_betweenCommitAndPublish_publishesOnceItIsBack(AmqpBroker broker)
      throws Exception {
    broker.clear();
    try (TcpProxy line = new TcpProxy(broker.uri());
        Cluster cluster = new Cluster(directory, line.uri())) {
      FramemillProcess before = cluster.startController();
      line.stall();
      String job = cluster.command("submit", Samples.SILENT.toString()).strip();

      before.kill();
      line.cut();
      line.restore();
      cluster.startController();
      cluster.startWorker();

      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      JsonNode report =
          new ObjectMapper().readTree(cluster.output(job).resolve("job.json").toFile());
      assertThat(report.required("tasks"))
          .isNotEmpty()
          .allSatisfy(task -> assertThat(task.required("attempts").asInt()).isEqualTo(1));
      assertThatStream(AdaptiveStream.read(cluster.output(job))).isWhole(200, 8.0, 25.0);
    }
  }
}
