package io.framemill.controller.http;

import static io.framemill.controller.http.FakeJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.api.Submission;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.http.message.ProblemType;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.testbroker.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
  private final FakeJobs jobs = new FakeJobs();
  private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path media;
  private HttpApi api;

  @BeforeEach
  void start() {
    api =
        HttpApi.start(
            new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            "1.2.3",
            jobs,
            media,
            new SharedDirectory(media, media.resolve("out")),
            new Uploads(media, UploadPolicy.DEFAULT),
            this::problem);
  }

  private Optional<String> problem() {
    return Objects.requireNonNull(problem.get());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void submit_idempotencyKey_isTakenFromTheHeaderAndAProblemIfItWasUsedOrIsNone() throws Exception {
    Files.writeString(media.resolve("clip.mp4"), "film");
    assertThat(submitWithKey("\"abc\"").statusCode()).isEqualTo(201);
    assertThat(submitWithKey("abc").statusCode()).isEqualTo(201);
    assertThat(jobs.submissions()).extracting(Submission::idempotencyKey).containsOnly("abc");
    assertProblem(submitWithKey("\"used\""), ProblemType.KEY_REUSED, "was used for another file");
    assertProblem(submitWithKey("a b"), 400, "printable ASCII");
  }

  private HttpResponse<String> submitWithKey(String header) throws Exception {
    return client.send(
        request("/v1/jobs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", header)
            .POST(BodyPublishers.ofByteArray(new MessageCodec().encode(submissionOf("clip.mp4"))))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void submit_sourceInMediaDirectory_isCreated() throws Exception {
    Files.writeString(media.resolve("clip.mp4"), "film");

    HttpResponse<String> response = submit(submissionOf("clip.mp4"));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).contains("\"job\":\"job-1\"");
    assertThat(jobs.submissions().get(0).profile()).isEqualTo(Profiles.load(Profiles.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.mp4",
        "../outside.mp4",
        "/etc/hostname",
        ".",
        "..",
        "link.mp4",
        "up/outside.mp4"
      })
  void submit_sourceNotInMediaDirectory_isRefused(String key) throws Exception {
    Path outside = Files.writeString(media.resolveSibling("outside.mp4"), "secret");
    Files.createSymbolicLink(media.resolve("link.mp4"), outside);
    Files.createSymbolicLink(media.resolve("up"), media.resolve(".."));

    assertProblem(
        submit(submissionOf(key)), 400, "No readable file in the media directory: " + key);
    assertThat(jobs.submissions()).isEmpty();
  }

  @Test
  void submit_notJson_isRefused() throws Exception {
    HttpResponse<String> response =
        send(request("/v1/jobs").header("Content-Type", "text/plain"), "POST", "{}");

    assertProblem(response, 415, "A submission is application/json");
  }

  @Test
  void submit_malformedJson_isABadRequest() throws Exception {
    HttpResponse<String> response = postJson("{\"version\":1,\"name\":");

    assertProblem(response, 400, "not a Submission");
  }

  @Test
  void submit_profileWithoutTheOptionalKeys_takesTheirDefaults() throws Exception {
    Files.writeString(media.resolve("a.mp4"), "film");
    String whole =
        new String(new MessageCodec().encode(submissionOf("a.mp4")), StandardCharsets.UTF_8);
    String body =
        whole.replace(
            ",\"selection\":{\"program\":null,\"videoStream\":null},\"end\":\"LONGEST\","
                + "\"maxDamagePercent\":50",
            "");
    assertThat(body).isNotEqualTo(whole).doesNotContain("selection", "LONGEST", "Damage");

    assertThat(postJson(body).statusCode()).isEqualTo(201);
    assertThat(jobs.submissions().get(0).profile()).isEqualTo(Profiles.load(Profiles.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"program\":null | \"program\":0 | program: 1 to 65535, not 0",
        "\"videoStream\":null | \"videoStream\":-1 | videoStream: 0 or more, not -1",
        "\"LONGEST\" | \"NEVER\" | [LONGEST, PICTURE]",
        "\"maxDamagePercent\":50 | \"maxDamagePercent\":101 | maxDamage: 0 to 100, not 101"
      })
  void submit_optionalKeyOutOfRange_isABadRequestWithTheRange(
      String right, String wrong, String message) throws Exception {
    String whole =
        new String(new MessageCodec().encode(submissionOf("a.mp4")), StandardCharsets.UTF_8);
    assertThat(whole).contains(right);

    assertProblem(postJson(whole.replace(right, wrong)), 400, message);
  }

  @Test
  void submit_priorityOutOfRange_isABadRequestWithTheRange() throws Exception {
    String body =
        new String(new MessageCodec().encode(submissionOf("a.mp4")), StandardCharsets.UTF_8)
            .replace("\"priority\":50", "\"priority\":101");

    assertProblem(postJson(body), 400, "priority: 0 to 100, not 101");
  }

  @Test
  void submit_endlessName_isABadRequestWithTheLimit() throws Exception {
    String body =
        new String(new MessageCodec().encode(submissionOf("a.mp4")), StandardCharsets.UTF_8)
            .replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"" + "x".repeat(1001) + "\"");

    assertProblem(postJson(body), 400, "name: at most 1000 characters, not 1001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\n", "\\u001b[2J", "\\u0000", "\\u009b", "\\u2028", "\\u202e", "\\ud800"})
  void submit_nameWithControlCharacters_isABadRequestAndNoJob(String escape) throws Exception {
    String body =
        new String(new MessageCodec().encode(submissionOf("a.mp4")), StandardCharsets.UTF_8)
            .replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"a\\" + escape + "b\"");

    assertProblem(postJson(body), 400, "name: no control characters, not a\\" + escape);
    assertThat(jobs.submissions()).isEmpty();
  }

  @Test
  void submit_hugeBody_isTooLarge() throws Exception {
    assertProblem(postJson(" ".repeat((1 << 20) + 1)), 413, "A submission has at most 1 MiB");
  }

  @Test
  void status_unknownJob_isNotFound() throws Exception {
    assertProblem(get("/v1/jobs/nobody"), ProblemType.NO_SUCH_JOB, "No such job: nobody");
  }

  @Test
  void status_impossibleId_isNotFound() throws Exception {
    assertProblem(get("/v1/jobs/No%20Body"), ProblemType.NO_SUCH_JOB, "No such job: No Body");
  }

  @Test
  void events_unknownJob_isNotFound() throws Exception {
    assertProblem(get("/v1/jobs/nobody/events"), ProblemType.NO_SUCH_JOB, "No such job: nobody");
  }

  @Test
  void retry_runningJob_isAConflict() throws Exception {
    jobs.put(aJob("a", JobState.RUNNING));

    assertProblem(
        send(request("/v1/jobs/a/retry"), "POST", ""), ProblemType.JOB_REFUSED, "Job a is running");
  }

  @Test
  void unknownPath_isAProblemToo() throws Exception {
    assertProblem(get("/v1/nothing"), 404, "Endpoint GET /v1/nothing not found");
  }

  @Test
  void bugInside_isHiddenFromTheClient() throws Exception {
    jobs.fail();

    HttpResponse<String> response = get("/v1/jobs");

    assertProblem(response, 500, "The server failed at this request; its log has the reason");
    assertThat(response.body()).doesNotContain("secret internals", "Exception");
  }

  @Test
  void upload_body_liesInTheMediaDirectoryUnderItsKey() throws Exception {
    HttpResponse<String> response = put("/v1/uploads/my%20clip.mp4", "film");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).contains("/my clip.mp4\"", "\"sizeBytes\":4");
    assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasContent("film"));
  }

  @Test
  void upload_twiceTheSameName_keepsBoth() throws Exception {
    put("/v1/uploads/clip.mp4", "one");
    put("/v1/uploads/clip.mp4", "two");

    assertThat(files()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2F..%2Fevil.mp4", "..", "%2e%2e", "a%5C..%5Cb", "x%00y"})
  void upload_nameThatClimbs_writesNothingOutside(String name) throws Exception {
    put("/v1/uploads/" + name, "film");

    assertThat(media.resolveSibling("evil.mp4")).doesNotExist();
    assertThat(files()).allSatisfy(file -> assertThat(file).startsWith(media.resolve("uploads")));
  }

  @Test
  void upload_breaksOff_leavesNothing() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket
          .getOutputStream()
          .write(
              "PUT /v1/uploads/half.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).asString().doesNotContain(" 201 ");
    }
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  @Test
  void upload_halfSent_isOnDiskAlreadyButNotUnderItsName() throws Exception {
    byte[] half = new byte[4 << 20];
    PipedOutputStream body = new PipedOutputStream();
    InputStream sent = new PipedInputStream(body, half.length);
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(
            request("/v1/uploads/large.bin").PUT(BodyPublishers.ofInputStream(() -> sent)).build(),
            HttpResponse.BodyHandlers.ofString());

    body.write(half);
    await().untilAsserted(() -> assertThat(sizes()).singleElement().satisfies(ofAtLeast(1 << 20)));
    assertThat(files().get(0)).hasFileName(".framemill-upload");
    body.write(half);
    body.close();

    assertThat(response.get().statusCode()).isEqualTo(201);
    assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasSize(8 << 20));
  }

  @Test
  void health_jobsCannotGoOn_isLiveButNotReadyAndSaysWhy() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    problem.set(Optional.of("The controller's thread has ended"));

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertProblem(get("/health/ready"), 503, "The controller's thread has ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://localhost:1"})
  void anyRequest_fromAnotherWebPage_isForbidden(String origin) throws Exception {
    jobs.put(aJob("a", JobState.RUNNING));

    String answer = raw("POST /v1/jobs/a/cancel", "localhost:" + api.port(), "Origin: " + origin);

    assertThat(answer).startsWith("HTTP/1.1 403 ").contains(Problem.MEDIA_TYPE, origin);
    assertThat(jobs.list()).containsExactly(aJob("a", JobState.RUNNING));
  }

  @Test
  void anyRequest_fromItsOwnOrigin_isAnswered() {
    String host = "localhost:" + api.port();

    assertThat(raw("GET /v1/jobs", host, "Origin: http://" + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8090", "127.0.0.1.evil.example", "evil"})
  void anyRequest_underAForeignName_isForbidden(String host) {
    assertThat(raw("GET /v1/jobs", host, "Accept: */*"))
        .startsWith("HTTP/1.1 403 ")
        .contains(Problem.MEDIA_TYPE, "This server is not called " + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost:8090", "127.0.0.1:1", "[::1]:8090", "10.0.0.7"})
  void anyRequest_underItsAddress_isAnswered(String host) {
    assertThat(raw("GET /v1/jobs", host, "Accept: */*")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void start_portTaken_saysWhichInOneLine() {
    assertThatThrownBy(
            () ->
                HttpApi.start(
                    new Endpoint(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()), null),
                    "1.2.3",
                    jobs,
                    media,
                    new SharedDirectory(media, media),
                    new Uploads(media, UploadPolicy.DEFAULT),
                    this::problem))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("Cannot listen on localhost:" + api.port())
        .hasMessageNotContaining("\n");
  }

  @Test
  void anyRequest_withoutTheToken_isUnauthorized() throws Exception {
    guard("correct-horse-battery");

    HttpResponse<String> none = get("/v1/jobs");
    HttpResponse<String> wrong =
        send(request("/v1/jobs").header("Authorization", "Bearer wrong-horse-battery"), "GET", "");

    assertProblem(none, 401, "set FRAMEMILL_TOKEN");
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertProblem(wrong, 401, "set FRAMEMILL_TOKEN");
    assertThat(put("/v1/uploads/a.mp4", "film").statusCode()).isEqualTo(401);
    assertThat(files()).isEmpty();
  }

  @Test
  void anyRequest_withTheToken_isAnswered() throws Exception {
    guard("correct-horse-battery");

    HttpResponse<String> answer =
        send(
            request("/v1/jobs").header("Authorization", "Bearer correct-horse-battery"), "GET", "");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void health_tokenDemanded_isOpenToAll() throws Exception {
    guard("correct-horse-battery");

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  private void guard(String secret) {
    api.close();
    api =
        HttpApi.start(
            new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AccessToken(secret)),
            "1.2.3",
            jobs,
            media,
            new SharedDirectory(media, media.resolve("out")),
            new Uploads(media, UploadPolicy.DEFAULT),
            this::problem);
  }

  private static Submission submissionOf(String key) {
    return new Submission("a clip.mp4", key, Profiles.load(Profiles.DEFAULT), 50, null);
  }

  private HttpResponse<String> submit(Submission submission) throws Exception {
    return postJson(new String(new MessageCodec().encode(submission), StandardCharsets.UTF_8));
  }

  private HttpResponse<String> postJson(String body) throws Exception {
    return send(request("/v1/jobs").header("Content-Type", "application/json"), "POST", body);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path), "GET", "");
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send(request(path), "PUT", body);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String method, String body)
      throws Exception {
    return client.send(
        request.method(method, BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
  }

  /** A client library does not send such headers. */
  private String raw(String requestLine, String host, String header) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      String request =
          requestLine
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\n"
              + header
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() {
    return Directories.files(media);
  }

  private List<Long> sizes() {
    return files().stream().map(file -> file.toFile().length()).toList();
  }

  private static Consumer<Long> ofAtLeast(long bytes) {
    return size -> assertThat(size).isGreaterThanOrEqualTo(bytes);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertProblem(response, "about:blank", status, detail);
  }

  private static void assertProblem(
      HttpResponse<String> response, ProblemType type, String detail) {
    assertProblem(response, type.uri(), type.status(), detail);
  }

  private static void assertProblem(
      HttpResponse<String> response, String type, int status, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    assertThat(response.body())
        .contains("\"type\":\"" + type + '"', "\"status\":" + status, detail);
  }
}
