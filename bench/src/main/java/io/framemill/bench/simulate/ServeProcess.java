package io.framemill.bench.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framemill.bench.FramemillProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A controller as a process of its own, {@code framemill serve}, and its HTTP API. */
public final class ServeProcess implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://\\S+:\\d+");
  private static final long START_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 20;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI server;
  private final double startSeconds;

  private ServeProcess(Process process, URI server, long startNanos)
      throws IOException, InterruptedException {
    this.process = process;
    this.server = server;
    count("RUNNING");
    this.startSeconds = (System.nanoTime() - startNanos) / 1e9;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param directory has or gets the directories {@code media} and {@code state}, and a log
   */
  public static ServeProcess start(FramemillProgram framemill, URI broker, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("serve.log");
    Files.deleteIfExists(log);
    List<String> command =
        framemill.command(
            "serve", "--state", directory.resolve("state").toString(), "--http", "127.0.0.1:0");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("FRAMEMILL_BROKER", broker.toString());
    builder.environment().put("FRAMEMILL_MEDIA", directory.resolve("media").toString());
    long start = System.nanoTime();
    Process process = builder.start();
    return new ServeProcess(process, awaitUrl(process, log), start);
  }

  private static URI awaitUrl(Process process, Path log) throws IOException, InterruptedException {
    for (long waited = 0; waited < START_MILLIS && process.isAlive(); waited += LOOK_MILLIS) {
      Matcher matcher = URL.matcher(Files.readString(log));
      if (matcher.find()) {
        return URI.create(matcher.group());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    process.destroyForcibly();
    throw new IllegalStateException("The controller did not start:\n" + Files.readString(log));
  }

  /** From its start until it had told of all its jobs; the launcher's work included. */
  public double startSeconds() {
    return startSeconds;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Submits a source.
   *
   * @param profile as {@code framemill profiles --json} prints it
   * @return the job's id
   */
  public String submit(String source, JsonNode profile) throws IOException, InterruptedException {
    ObjectNode body = mapper.createObjectNode();
    body.put("version", 1).put("name", source).put("source", source).put("priority", 50);
    body.set("profile", profile);
    body.putNull("output");
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return answer(request).required("job").asText();
  }

  /** How many jobs are in a state. */
  public int count(String state) throws IOException, InterruptedException {
    JsonNode jobs = answer(HttpRequest.newBuilder(server.resolve("/v1/jobs")).build());
    int count = 0;
    for (JsonNode job : jobs.required("jobs")) {
      count += job.required("state").asText().equals(state) ? 1 : 0;
    }
    return count;
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(request + ": " + response.body());
    }
    return mapper.readTree(response.body());
  }

  /** Ends it as {@code kill -9} does, and waits for that. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
