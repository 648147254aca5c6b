package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A RabbitMQ whose {@code consumer_timeout} is shorter than the tasks take, as its default of 30
 * minutes is for long sound. The system properties {@code framemill.consumerTimeout} (milliseconds)
 * and {@code framemill.slowSource} (a file that takes longer) make it a longer trial.
 */
@RequiresRabbitServer
class ConsumerTimeoutIT {
  private static final long TIMEOUT_MILLIS = Long.getLong("framemill.consumerTimeout", 1_000);
  private static final String SLOW_SOURCE = System.getProperty("framemill.slowSource", "");

  @TempDir Path directory;

  @Test
  void tasksTakeLonger_onOneTwoAndSixWorkers_eachIsEncodedOnceAndTheJobIsDone() throws IOException {
    String impatient =
        "-rabbit consumer_timeout " + TIMEOUT_MILLIS + " -rabbit channel_tick_interval 500";
    try (RabbitServer server = RabbitServer.start(impatient);
        Cluster cluster = new Cluster(directory, server.uri())) {
      FramemillProcess controller = cluster.startController();
      List<FramemillProcess> workers = new ArrayList<>();
      for (int count : new int[] {1, 2, 6}) {
        while (workers.size() < count) {
          workers.add(cluster.startWorker());
        }
        Cluster.patiently().until(() -> controller.err().split("joined", -1).length > count);
        runsEachTaskOnce(cluster);
      }
      if (server.ignoresConsumerTimeouts()) {
        assertThat(workers)
            .as("the broker lost its patience")
            .anyMatch(ConsumerTimeoutIT::lostItsChannel);
      }
    }
  }

  private static boolean lostItsChannel(FramemillProcess worker) {
    return worker.err().contains("The broker ended the subscription");
  }

  private static void runsEachTaskOnce(Cluster cluster) throws IOException {
    Path source = SLOW_SOURCE.isEmpty() ? Samples.BUNNY : Path.of(SLOW_SOURCE);
    String job = cluster.submitSlow(source);
    assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    List<JsonNode> events = events(cluster, job);
    assertThat(events)
        .as("%s", cluster)
        .noneMatch(event -> event.path("kind").asText().equals("RETRY"))
        .noneMatch(event -> event.path("message").asText().contains("was lost"));
    assertThat(startedOnce(events)).as("%s", cluster).isNotEmpty().doesNotHaveDuplicates();
    if (SLOW_SOURCE.isEmpty()) {
      assertThatStream(AdaptiveStream.read(cluster.output(job)))
          .hasLadder("854x480", "426x240")
          .hasSoundTracks(1)
          .isWhole(240, 10.0, 24.0);
    }
  }

  private static List<JsonNode> events(Cluster cluster, String job) {
    return cluster.command("watch", job, "--json").lines().map(ConsumerTimeoutIT::json).toList();
  }

  /** All starts of tasks, but of those that were given a second attempt for being slow. */
  private static List<String> startedOnce(List<JsonNode> events) {
    Set<String> slow =
        events.stream()
            .filter(
                event -> event.path("message").asText().contains("another attempt runs beside it"))
            .map(ConsumerTimeoutIT::task)
            .collect(Collectors.toSet());
    return events.stream()
        .filter(event -> event.path("kind").asText().equals("TASK_STARTED"))
        .map(ConsumerTimeoutIT::task)
        .filter(task -> !slow.contains(task))
        .toList();
  }

  private static String task(JsonNode event) {
    return event.path("attempt").path("task").asText();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
