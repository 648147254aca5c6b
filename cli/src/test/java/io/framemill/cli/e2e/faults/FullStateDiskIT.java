package io.framemill.cli.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.cli.e2e.Cluster;
import io.framemill.cli.e2e.FramemillProcess;
import io.framemill.controller.api.Submission;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.MessageCodec;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TestTimeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose own disk is full: what it answers, and what becomes of it afterwards. */
@ExtendWith(AmqpBrokerExtension.class)
class FullStateDiskIT {
  private static final Pattern URL = Pattern.compile("Serving at (http://\\S+:\\d+)");
  private static final String FULL = "disk of the state directory is full";

  /** At once; fewer than one address may have worked on, so that the disk is what refuses them. */
  private static final int REQUESTS = 30;

  @TempDir Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path media;
  private Path state;
  private URI server = URI.create("");

  @BeforeEach
  void makeDirectories() throws IOException {
    media = Files.createDirectory(directory.resolve("media"));
    state = Files.createDirectory(directory.resolve("state"));
    Files.writeString(media.resolve("a.mp4"), "film");
  }

  @Test
  void serve_stateDiskFull_refusesInTimeStaysLiveAndAcceptsNothingAfterwards(AmqpBroker broker)
      throws Exception {
    broker.clear();
    Map<String, String> environment =
        Map.of("FRAMEMILL_BROKER", broker.uri().toString(), "FRAMEMILL_MEDIA", media.toString());
    FramemillProcess[] controller = new FramemillProcess[1];
    try (FullDisk disk = FullDisk.of(state, () -> List.of(controller[0].handle()), true);
        FramemillProcess process =
            start(environment, "serve", "--state", state.toString(), "--http", "127.0.0.1:0")) {
      controller[0] = process;
      server = url(process);
      assertThat(get("/health/ready").statusCode()).isEqualTo(200);
      disk.fill();

      List<CompletableFuture<HttpResponse<String>>> submissions =
          IntStream.range(0, REQUESTS).mapToObj(i -> submit()).toList();
      await().ignoreExceptions().until(() -> get("/health/ready").statusCode() == 503);
      assertThat(get("/health/ready").body()).contains(FULL);
      for (CompletableFuture<HttpResponse<String>> submission : submissions) {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> answer = submission.join();
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
      assertThat(submissions)
          .as("told why")
          .allSatisfy(submission -> assertThat(submission.join().body()).contains(FULL));
      FramemillProcess list = start(environment, "list", "--server", server.toString());
      assertThat(list.exitCode()).isEqualTo(1);
      assertThat(list.err()).contains(FULL).doesNotContain("SQL", "Exception");

      disk.free();
      await().ignoreExceptions().until(() -> get("/health/ready").statusCode() == 200);
      assertThat(get("/v1/jobs").body()).contains("\"jobs\":[]");
      assertThat(submit().join().statusCode()).isEqualTo(201);
    }
  }

  private FramemillProcess start(Map<String, String> environment, String... arguments) {
    return FramemillProcess.start(directory, environment, List.of(), List.of(arguments));
  }

  private static URI url(FramemillProcess controller) {
    Cluster.patiently().until(() -> URL.matcher(controller.err()).find());
    Matcher url = URL.matcher(controller.err());
    assertThat(url.find()).as("%s", controller).isTrue();
    return URI.create(url.group(1));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.resolve(path)).timeout(TestTimeouts.LIMIT).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> submit() {
    Submission submission =
        new Submission("a.mp4", "a.mp4", Profiles.load(Profiles.DEFAULT), 50, null);
    return client.sendAsync(
        HttpRequest.newBuilder(server.resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .timeout(TestTimeouts.LIMIT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(new MessageCodec().encode(submission)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
