package io.framemill.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.cli.client.RemoteJobs;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.testbroker.Directories;
import io.framemill.testbroker.TestPorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A controller and workers as processes of their own, around a real broker. */
public final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Pattern URL = Pattern.compile("Serving at (http://\\S+:\\d+)");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path directory;
  private final Path media;
  private final Map<String, String> environment;
  private final List<FramemillProcess> processes = new ArrayList<>();
  private String server = "";

  /**
   * @param directory an empty one
   * @param broker with user and password
   */
  Cluster(Path directory, URI broker) throws IOException {
    this(directory, broker, Map.of());
  }

  /**
   * @param directory an empty one
   * @param broker with user and password, unless the environment has them
   * @param more for the environment of all programs
   */
  Cluster(Path directory, URI broker, Map<String, String> more) throws IOException {
    this.directory = directory;
    this.media = Files.createDirectory(directory.resolve("media"));
    this.environment = new HashMap<>(more);
    environment.put("FRAMEMILL_BROKER", broker.toString());
    environment.put("FRAMEMILL_MEDIA", media.toString());
  }

  /**
   * Starts a controller, or starts it again on the same state and at the same address, and waits
   * until it answers.
   */
  FramemillProcess startController() {
    String address =
        server.isEmpty() ? "127.0.0.1:" + TestPorts.free() : URI.create(server).getRawAuthority();
    FramemillProcess controller =
        start("serve", "--state", directory.resolve("state").toString(), "--http", address);
    turnTo(controller);
    return controller;
  }

  /** Starts one of a pair of controllers on a database, and waits until it answers. */
  FramemillProcess startMember(PostgresConfig database) {
    return startMember(database, URI.create(String.valueOf(environment.get("FRAMEMILL_BROKER"))));
  }

  /** The same, with a way of its own to the broker. */
  FramemillProcess startMember(PostgresConfig database, URI broker) {
    environment.put("FRAMEMILL_STATE", database.url());
    environment.put("FRAMEMILL_STATE_PASSWORD", String.valueOf(database.password()));
    FramemillProcess member = startAt(broker, "serve", "--http", "127.0.0.1:0");
    awaitUrl(member);
    return member;
  }

  /** From now on the commands talk to this controller. */
  void turnTo(FramemillProcess controller) {
    server = awaitUrl(controller);
  }

  /** Whether a controller works on jobs, as a load balancer asks for it. */
  static boolean isReady(FramemillProcess controller) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(awaitUrl(controller) + "/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String awaitUrl(FramemillProcess controller) {
    patiently().until(() -> URL.matcher(controller.err()).find() || !controller.isAlive());
    Matcher url = URL.matcher(controller.err());
    if (!url.find()) {
      throw new AssertionError("The controller did not start\n" + controller);
    }
    return url.group(1);
  }

  /** Starts a worker with one slot. */
  FramemillProcess startWorker() {
    return start("worker", "--slots", "1");
  }

  /** Starts a worker with one slot that sees another media directory. */
  FramemillProcess startWorkerOn(Path otherMedia) {
    return start("worker", "--slots", "1", "--media", otherMedia.toString());
  }

  /** Submits a file with the profile {@code slow.yaml}; returns the job's id. */
  String submitSlow(Path source) throws IOException {
    Path profile = directory.resolve("slow.yaml");
    try (InputStream slow = Cluster.class.getResourceAsStream("slow.yaml")) {
      Files.write(profile, slow.readAllBytes());
    }
    return command("submit", source.toString(), "-p", profile.toString()).strip();
  }

  /** Runs a command against the controller and returns what it prints. */
  String command(String... arguments) {
    FramemillProcess program = startCommand(arguments);
    if (program.exitCode() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " failed\n" + program);
    }
    return program.out();
  }

  /** The controller's address. */
  URI server() {
    return URI.create(server);
  }

  /** Starts a command against the controller. */
  FramemillProcess startCommand(String... arguments) {
    return startCommandAt(server, arguments);
  }

  /** Starts a command against the controller at another address, such as a proxy's. */
  FramemillProcess startCommandAt(String url, String... arguments) {
    return start(
        Stream.concat(Stream.of(arguments), Stream.of("--server", url)).toArray(String[]::new));
  }

  /** A job's state, as the command {@code status} tells it. */
  String state(String job) throws IOException {
    JsonNode status = new ObjectMapper().readTree(command("status", job, "--json"));
    return status.path("state").asText();
  }

  /** Waits until a job has ended; returns its state. */
  String awaitEnd(String job) {
    // Over HTTP: a command is a JVM for each look, which takes the processor from the encoders.
    String token = environment.get("FRAMEMILL_TOKEN");
    Jobs jobs = new RemoteJobs(server(), token == null ? null : new AccessToken(token), null);
    JobId id = new JobId(job);
    return patiently().until(() -> jobs.status(id).state(), JobState::isEnd).name();
  }

  /** Waits until some, but not all of a job's video is encoded. */
  void awaitFirstSegments(String job) {
    patiently().until(() -> hasSegments(job));
  }

  /** Where a job's output is. */
  Path output(String job) {
    return media.resolve("out").resolve(job);
  }

  /** For what takes as long as encoding does. */
  public static ConditionFactory patiently() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
  }

  /** What all processes have printed, for a failed assertion. */
  @Override
  public String toString() {
    return String.join("\n", processes.stream().map(FramemillProcess::toString).toList());
  }

  @Override
  public void close() {
    processes.forEach(FramemillProcess::close);
  }

  private boolean hasSegments(String job) {
    return Directories.files(output(job).resolve("video")).stream()
        .anyMatch(file -> file.toString().endsWith(".m4s"));
  }

  private FramemillProcess startAt(URI broker, String... arguments) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put("FRAMEMILL_BROKER", broker.toString());
    FramemillProcess process = FramemillProcess.start(directory, changed, List.of(arguments));
    processes.add(process);
    return process;
  }

  private FramemillProcess start(String... arguments) {
    FramemillProcess process = FramemillProcess.start(directory, environment, List.of(arguments));
    processes.add(process);
    return process;
  }
}
