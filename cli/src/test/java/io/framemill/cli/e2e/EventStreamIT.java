package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Watching a job over the death of the controller that tells its story. */
@ExtendWith(AmqpBrokerExtension.class)
class EventStreamIT {
  @TempDir Path directory;

  @Test
  void watch_controllerKilledAndStartedAgain_tellsEveryEventOnce(AmqpBroker broker)
      throws Exception {
    broker.clear();
    try (Cluster cluster = new Cluster(directory, broker.uri())) {
      FramemillProcess before = cluster.startController();
      cluster.startWorker();
      String job = cluster.submitSlow(Samples.BUNNY);
      FramemillProcess watch = cluster.startCommand("watch", job, "--json");
      cluster.awaitFirstSegments(job);
      Cluster.patiently().until(() -> sequences(watch.out()).size() > 2);

      before.kill();
      cluster.startController();

      assertThat(watch.exitCode()).as("%s\n%s", watch, cluster).isZero();
      List<Long> told = sequences(watch.out());
      assertThat(told).containsExactlyElementsOf(oneTo(told.size()));
      assertThat(kinds(watch.out())).endsWith("DONE").containsOnlyOnce("DONE");
      assertThat(ids(stream(cluster, job, 0).body())).isEqualTo(told);
      assertThat(ids(stream(cluster, job, 3).body())).isEqualTo(told.subList(3, told.size()));
      assertThat(stream(cluster, job, told.size()).statusCode()).isEqualTo(204);
    }
  }

  private static HttpResponse<String> stream(Cluster cluster, String job, long after)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.server().resolve("/v1/jobs/" + job + "/events"))
            .header("Last-Event-ID", "" + after)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<Long> ids(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> Long.valueOf(line.substring(4)))
        .toList();
  }

  private static List<Long> sequences(String jsonLines) throws IOException {
    return events(jsonLines).stream()
        .map(event -> event.path("sequence").asLong())
        .filter(sequence -> sequence > 0)
        .toList();
  }

  private static List<String> kinds(String jsonLines) throws IOException {
    return events(jsonLines).stream().map(event -> event.path("kind").asText()).toList();
  }

  private static List<JsonNode> events(String jsonLines) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : jsonLines.substring(0, jsonLines.lastIndexOf('\n') + 1).lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
