package io.framemill.cli.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.Directories;
import io.framemill.testbroker.EndOfProcess;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.RequiresRabbitServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for the secrets of a run in everything that it leaves, with logs as long as they get. */
@RequiresRabbitServer
class SecretsIT {
  private static final String PASSWORD = "rabbit5wallow7";
  private static final String WRONG_PASSWORD = "swallow5rabbit9";
  private static final String TOKEN = "open5sesame7twice9";
  private static final String WRONG_TOKEN = "shut5sesame7twice9";
  private static final List<String> SECRETS = List.of(PASSWORD, WRONG_PASSWORD, TOKEN, WRONG_TOKEN);

  @TempDir Path directory;
  @TempDir Path secrets;

  /** What was seen, by where. */
  private final Map<String, String> seen = new TreeMap<>();

  private RabbitServer rabbit;
  private Path credentials;

  @BeforeEach
  void startRabbit() throws IOException {
    rabbit = RabbitServer.startWith("miller:" + PASSWORD, "");
    credentials = Files.writeString(secrets.resolve("rabbit"), "miller:" + PASSWORD + "\n");
  }

  @AfterEach
  void stopRabbit() {
    rabbit.close();
  }

  @Test
  void wholeRun_withFailures_leavesNoSecretAnywhere() throws Exception {
    try (Cluster cluster = new Cluster(directory, brokerAddress(), environment())) {
      FramemillProcess controller = cluster.startController();
      FramemillProcess worker = cluster.startWorker();
      String job = cluster.submitSlow(Samples.BUNNY);
      FramemillProcess watch = cluster.startCommand("watch", job, "--json");
      cluster.awaitFirstSegments(job);
      seeProcesses();

      rabbit.stop();
      Cluster.patiently().until(() -> worker.err().contains("Lost the broker"));
      rabbit.startAgain();

      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      assertThat(watch.exitCode()).isZero();
      see("job.json", Files.readString(cluster.output(job).resolve("job.json")));
      for (String path : List.of("", "/" + job, "/" + job + "/events")) {
        see("api" + path, get(cluster, "/v1/jobs" + path, TOKEN));
      }
      see("api workers", get(cluster, "/v1/workers", TOKEN));
      see("api dead", get(cluster, "/v1/dead", TOKEN));
      see("api wrong token", get(cluster, "/v1/jobs", WRONG_TOKEN));
      see("dead", cluster.command("dead"));
      see("controller", controller.toString());
      see("worker", worker.toString());
      see("cluster", cluster.toString());
    }
    seeRefusals();
    seeFiles();

    assertThat(seen).containsKeys("/media/out", "/state", "processes", "controller");
    assertThat(seen.get("processes")).contains("serve", "worker", "SlotMain");
    for (String secret : SECRETS) {
      assertThat(seen).allSatisfy((where, what) -> assertThat(what).doesNotContain(secret));
    }
  }

  /** The same programs told the wrong things. */
  private void seeRefusals() throws IOException {
    Path wrong = Files.writeString(secrets.resolve("wrong"), "miller:" + WRONG_PASSWORD);
    Map<String, String> environment = new TreeMap<>(environment());
    environment.put("FRAMEMILL_BROKER", brokerAddress().toString());
    environment.put("FRAMEMILL_BROKER_CREDENTIALS_FILE", wrong.toString());
    String withPassword = "amqp://miller:" + PASSWORD + "@127.0.0.1:1";
    for (String command : List.of("serve", "worker")) {
      FramemillProcess refused =
          FramemillProcess.start(
              directory, environment, List.of(command, "--media", directory.toString()));
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("refused user miller");
      see(command + " wrong password", refused.toString());

      FramemillProcess told =
          FramemillProcess.start(
              directory,
              Map.of("FRAMEMILL_LOG", "debug"),
              List.of(command, "--broker", withPassword));
      assertThat(told.exitCode()).isEqualTo(2);
      see(command + " password on the command line", told.toString());

      FramemillProcess away =
          FramemillProcess.start(
              directory,
              Map.of(
                  "FRAMEMILL_LOG",
                  "debug",
                  "FRAMEMILL_BROKER",
                  withPassword,
                  "FRAMEMILL_BROKER_WAIT",
                  "2s"),
              List.of(command, "--media", directory.toString()));
      assertThat(away.exitCode()).isEqualTo(1);
      see(command + " nobody there", away.toString());
    }
  }

  private URI brokerAddress() {
    return URI.create("amqp://127.0.0.1:" + rabbit.uri().getPort());
  }

  private Map<String, String> environment() {
    return Map.of(
        "FRAMEMILL_BROKER_CREDENTIALS_FILE",
        credentials.toString(),
        "FRAMEMILL_TOKEN",
        TOKEN,
        "FRAMEMILL_LOG",
        "debug");
  }

  private void see(String where, String what) {
    seen.merge(where, what, String::concat);
  }

  /** The command lines of all our programs, and the environments of their slots. */
  private void seeProcesses() throws IOException {
    List<ProcessHandle> ours = ProcessHandle.current().descendants().toList();
    for (ProcessHandle process : ours) {
      Path proc = Path.of("/proc", "" + process.pid());
      try {
        String commandLine = read(proc.resolve("cmdline"));
        see("processes", commandLine);
        if (commandLine.contains("SlotMain")) {
          see("environment of a slot", read(proc.resolve("environ")));
        }
      } catch (IOException e) {
        // It has ended meanwhile, as those do with which RabbitMQ looks at its disk and memory.
        assertThat(EndOfProcess.hasCome(process)).as("%s", process.info()).isTrue();
      }
    }
  }

  /** All that was written: the state, the media, and whatever else. */
  private void seeFiles() throws IOException {
    for (Path file : Directories.files(directory)) {
      Path relative = directory.relativize(file);
      Path top = relative.subpath(0, Math.min(relative.getNameCount(), 2));
      see("/" + (top.startsWith("state") ? "state" : top), read(file));
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), ISO_8859_1);
  }

  private static String get(Cluster cluster, String path, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.server().resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isIn(200, 401);
    return answer.headers().map() + answer.body();
  }
}
