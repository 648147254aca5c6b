package io.framemill.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.HostileText;
import io.framemill.worker.testmedia.ClipText;
import io.framemill.worker.testmedia.TestClip;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.MPD;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hostile text through every way in; every way out is read. */
@ExtendWith(AmqpBrokerExtension.class)
class HostileTextIT {
  private static final int REQUESTS = 20;
  private static final int MESSAGES = 30;

  /** Tracks of text in each clip. */
  private static final int TEXTS = 8;

  private static final String PROFILE =
      """
      encodes: [{height: 36, maxRateKbps: 200}]
      packaging: {segmentSeconds: 1, mp4: [36]}
      """;

  /** A line of a log, of a stack trace below it, or to the person who started the program. */
  private static final String LOG_LINE =
      "\\d{4}-\\d\\d-\\d\\dT\\S+ (ERROR|WARN |INFO |DEBUG) .*"
          + "|\t+(at |\\.\\.\\. |Suppressed: ).*|(Caused by: )?[a-z]+(\\.[\\w$]+)+(: .*)?"
          + "|framemill: .*|";

  private final HostileText text = new HostileText(56);
  private final MessageCodec codec = new MessageCodec();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void cluster_hostileTextOnEveryWayIn_comesOutAsOneLineEach(AmqpBroker broker) throws Exception {
    broker.clear();
    Path profile = Files.writeString(directory.resolve("small.yaml"), PROFILE);
    try (Cluster cluster = new Cluster(directory, broker.uri(), Map.of("FRAMEMILL_LOG", "debug"));
        RabbitBroker stranger = RabbitBroker.open(RabbitConfig.builder(broker.uri()).build())) {
      FramemillProcess controller = cluster.startController();
      Path mkv = clip(".mkv", ClipText.srt());
      Path mp4 = clip(".mp4", ClipText.movText());

      String failed = submit(cluster, mkv, profile);
      forgeReports(stranger, failed);
      assertThat(cluster.awaitEnd(failed)).isEqualTo("FAILED");
      forgeWorkers(stranger, cluster);
      forgeMessages(stranger);
      askHostileThings(cluster.server());
      submitHostileNames(cluster.server());
      FramemillProcess worker = cluster.startWorker();
      List<String> done = List.of(submit(cluster, mkv, profile), submit(cluster, mp4, profile));
      for (String job : done) {
        assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      }
      assertManifestsAreSound(cluster.output(done.get(0)), 3 + TEXTS);
      assertManifestsAreSound(cluster.output(done.get(1)), 0);

      assertLinesAre(cluster.command("list"), 1 + 3);
      assertLinesAre(cluster.command("list", "--json"), 3);
      assertThat(cluster.command("dead").lines().count()).isGreaterThan(MESSAGES);
      for (String job : Stream.concat(Stream.of(failed), done.stream()).toList()) {
        assertToldSoundly(cluster, job);
      }
      for (Path file : List.of(mkv, mp4)) {
        assertSound(cluster.startCommand("inspect", file.toString()));
        assertSound(cluster.startCommand("inspect", file.toString(), "--json"));
        assertSound(cluster.startCommand("plan", file.toString()));
        assertSound(cluster.startCommand("plan", file.toString(), "--json"));
      }
      for (String command : List.of("dead", "dead --json", "status " + text.nextFileName())) {
        assertSound(cluster.startCommand(command.split(" ", 2)));
      }
      for (FramemillProcess program : List.of(controller, worker)) {
        assertThat(program.isAlive()).isTrue();
        assertThat(HostileText.attacks(program.err())).isEmpty();
        assertThat(program.err().split("\n")).allMatch(line -> line.matches(LOG_LINE));
      }
    }
  }

  @Test
  void transcode_hostileFileNameAndTags_makesAStreamUnderAPlainName() throws Exception {
    Path profile = Files.writeString(directory.resolve("small.yaml"), PROFILE);
    Files.createDirectory(directory.resolve("media"));
    Path clip = clip(".mkv", ClipText.webVtt());
    Path none = Files.writeString(clip.resolveSibling("no\n\u001b[2Jvideo.mp4"), "nothing");

    FramemillProcess program =
        FramemillProcess.run(
            directory, "transcode", "-p", profile.toString(), clip.toString(), none.toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
    assertSound(program);
    assertThat(program.err())
        .contains("has control characters; its job is called ", " no\\n\\u001b[2Jvideo.mp4");
    Path master = directory.resolve(program.out().strip());
    assertThat(master.getFileName()).hasToString("master.m3u8");
    assertThat(master).exists();
    assertManifestsAreSound(master.resolveSibling(""), 3 + TEXTS);
  }

  private Path clip(String ending, ClipText track) {
    TestClip clip =
        TestClip.at(directory.resolve("media").resolve(text.nextFileName() + ending))
            .size(64, 36)
            .sound(2_000)
            .soundLanguages("eng", languageOf(ending), "deu")
            .soundTitle(text.nextUnprintable())
            .text(track.title(text.nextUnprintable()).show(0, 1_000, "\u001b[2Jhello\u009b"));
    for (int i = 1; i < TEXTS; i++) {
      clip.text(track.language("eng").title(text.nextUnprintable()).show(0, 1_000, "again"));
    }
    return clip.write();
  }

  /** MP4 has room for three letters only. */
  private String languageOf(String ending) {
    return ending.equals(".mkv") ? text.nextUnprintable() : "fra";
  }

  private static String submit(Cluster cluster, Path file, Path profile) {
    FramemillProcess submit =
        cluster.startCommand("submit", file.toString(), "-p", profile.toString());
    assertThat(submit.exitCode()).as("%s", submit).isZero();
    assertSound(submit);
    return submit.out().strip();
  }

  /** A worker that fails with hostile words, and then for good. */
  private void forgeReports(RabbitBroker stranger, String job) {
    for (int number = 1; number <= 2; number++) {
      Map<String, Object> report =
          Map.of(
              "type",
              "Failed",
              "attempt",
              new Attempt(new JobId(job), "inspect", number),
              "worker",
              "forger",
              "kind",
              number == 1 ? "INTERNAL" : "BAD_INPUT",
              "reason",
              text.nextUnprintable(),
              "log",
              List.of(text.nextUnprintable(), text.nextUnprintable()));
      stranger.publish(Queue.REPORTS, List.of(new Broker.Message("forged", codec.encode(report))));
    }
  }

  /**
   * They are forgotten after some seconds of silence: so they show themselves as often as asked.
   */
  private void forgeWorkers(RabbitBroker stranger, Cluster cluster) {
    List<byte[]> workers =
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> codec.encode(workerAlive("forged-" + i)))
            .toList();
    for (List<String> command : List.of(List.of("workers"), List.of("workers", "--json"))) {
      int headings = 2 - command.size();
      Cluster.patiently()
          .untilAsserted(
              () -> {
                workers.forEach(body -> stranger.broadcast(Topic.PROGRESS, body));
                assertLinesAre(
                    cluster.command(command.toArray(String[]::new)), headings + MESSAGES);
              });
    }
  }

  private void forgeMessages(RabbitBroker stranger) {
    for (int i = 0; i < MESSAGES; i++) {
      stranger.broadcast(Topic.PROGRESS, codec.encode(workerAlive(text.nextUnprintable())));
      stranger.broadcast(Topic.CONTROL, text.next().getBytes(UTF_8));
      for (byte[] body :
          List.of(
              text.next().getBytes(UTF_8),
              codec.encode(Map.of("type", text.next())),
              codec.encode(workerAlive(text.nextUnprintable())))) {
        String id = text.next();
        for (Queue queue : Queue.values()) {
          stranger.publish(queue, List.of(new Broker.Message(id, body)));
        }
      }
    }
  }

  private Map<String, Object> workerAlive(String worker) {
    return Map.of(
        "type",
        "WorkerAlive",
        "worker",
        worker,
        "host",
        text.nextUnprintable(),
        "release",
        text.nextUnprintable(),
        "slots",
        1,
        "busySlots",
        1,
        "state",
        "RESTING",
        "stateReason",
        text.nextUnprintable(),
        "held",
        List.of());
  }

  /** Paths, headers and methods that nobody could send through a well-behaved client. */
  private void askHostileThings(URI server) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      String path = "/v1/jobs/" + encoded();
      String header = text.next().replaceAll("[\r\n]+", " ");
      for (String request :
          List.of(
              "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + header,
              "GET " + path + "/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + header,
              "GET /v1/sources?key=" + encoded() + " HTTP/1.1\r\nHost: " + header,
              "POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"
                  + "Upload-Length: 0\r\nUpload-Metadata: filename "
                  + Base64.getEncoder().encodeToString(text.next().getBytes(UTF_8)),
              "PUT /v1/uploads/" + encoded() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0",
              text.next() + " " + text.next() + " HTTP/1.1\r\nHost: localhost")) {
        String answer = exchange(server, request + "\r\nConnection: close\r\n\r\n");
        assertThat(HostileText.attacks(answer.replace("\r\n", "\n"))).as(request).isEmpty();
      }
    }
  }

  private static String exchange(URI server, String request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String encoded() {
    return URLEncoder.encode(text.next(), UTF_8).replace("+", "%20");
  }

  private void submitHostileNames(URI server) throws IOException, InterruptedException {
    for (int i = 0; i < REQUESTS; i++) {
      byte[] body =
          codec.encode(
              Map.of("name", text.nextUnprintable(), "source", text.next(), "priority", 50));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(server.resolve("/v1/jobs"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(HostileText.attacks(response.body())).isEmpty();
    }
  }

  /** Its table, its story by all views, and the stream of events, with one frame for each event. */
  private void assertToldSoundly(Cluster cluster, String job) throws Exception {
    assertSound(cluster.startCommand("status", job));
    assertSound(cluster.startCommand("status", job, "--json"));
    assertSound(cluster.startCommand("watch", job));
    assertSound(cluster.startCommand("watch", job, "-q"));
    FramemillProcess watch = cluster.startCommand("watch", job, "--json");
    assertSound(watch);
    String stream =
        http.send(
                HttpRequest.newBuilder(cluster.server().resolve("/v1/jobs/" + job + "/events"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(HostileText.attacks(stream)).isEmpty();
    List<String> data =
        stream
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring(6))
            .toList();
    assertThat(data).containsExactlyElementsOf(watch.out().lines().toList());
    for (int i = 0; i < data.size(); i++) {
      JsonNode event = new ObjectMapper().readTree(data.get(i));
      assertThat(event.path("sequence").asInt()).isEqualTo(i + 1);
      assertThat(HostileText.attacks(event.path("message").asText())).isEmpty();
    }
    assertThat(stream.lines()).allMatch(line -> line.matches("((id|event|data|retry): .*)?"));
  }

  /** Whatever the outcome, a command prints no attack. */
  private static void assertSound(FramemillProcess program) {
    program.exitCode();
    assertThat(HostileText.attacks(program.out())).as("%s", program).isEmpty();
    assertThat(HostileText.attacks(program.err())).as("%s", program).isEmpty();
  }

  private static void assertLinesAre(String output, int lines) {
    assertThat(HostileText.attacks(output)).isEmpty();
    assertThat(output.split("\n")).hasSize(lines);
  }

  /**
   * Each of them is read as a player does; no title is a line of its own.
   *
   * @param titles of tracks that the source has: libavformat knows none of MP4
   */
  private static void assertManifestsAreSound(Path output, int titles) throws Exception {
    MasterPlaylist master = new MasterPlaylistParser().readPlaylist(output.resolve("master.m3u8"));
    assertThat(master.variants()).hasSize(1);
    assertThat(AdaptiveStream.ofType(master, MediaType.AUDIO)).hasSize(3);
    assertThat(AdaptiveStream.ofType(master, MediaType.SUBTITLES)).hasSize(TEXTS);
    for (AlternativeRendition track : master.alternativeRenditions()) {
      assertThat(output.resolve(track.uri().orElseThrow())).exists();
    }
    MPD dash = new MPDParser().parse(Files.readString(output.resolve("manifest.mpd")));
    assertThat(dash.getPeriods()).hasSize(1);
    List<AdaptationSet> sets = dash.getPeriods().get(0).getAdaptationSets();
    assertThat(sets).hasSize(1 + 3 + TEXTS);
    assertThat(sets.stream().flatMap(set -> set.getLabels().stream())).hasSize(titles);
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(HostileTextIT::isText).toList()) {
        assertThat(HostileText.attacks(read(file))).as("%s", file).isEmpty();
      }
    }
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*\\.(m3u8|mpd|vtt|json)");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
