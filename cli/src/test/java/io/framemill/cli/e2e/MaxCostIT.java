package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --max-cost}: what it asks of uploads, and not of files in its media directory. */
@ExtendWith(AmqpBrokerExtension.class)
class MaxCostIT {
  @TempDir Path directory;

  @Test
  void submit_aboveTheLimit_failsForAnUploadAlone(AmqpBroker broker) throws Exception {
    broker.clear();
    try (Cluster cluster =
        new Cluster(directory, broker.uri(), Map.of("FRAMEMILL_MAX_COST", "1"))) {
      cluster.startController();
      cluster.startWorker();
      Path own = Files.copy(Samples.SILENT, directory.resolve("media/own.mp4"));

      String upload = cluster.command("submit", Samples.SILENT.toString()).strip();
      String ofMedia = cluster.command("submit", own.toString()).strip();

      assertThat(cluster.awaitEnd(upload)).as("%s", cluster).isEqualTo("FAILED");
      assertThat(cluster.command("status", upload)).contains("the limit is 1 (--max-cost)");
      assertThat(cluster.output(upload)).doesNotExist();
      assertThat(cluster.awaitEnd(ofMedia)).as("%s", cluster).isEqualTo("DONE");
    }
  }
}
