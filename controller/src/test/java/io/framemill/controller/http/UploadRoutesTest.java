package io.framemill.controller.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.guard.Problems;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.upload.Checksum;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.testbroker.Directories;
import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of tus 1.0.0 sees, and one that sends a file in one request. */
class UploadRoutesTest {
  private static final long MAX_BYTES = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path media;
  private Javalin server;

  @BeforeEach
  void start() {
    Uploads uploads = new Uploads(media, UploadPolicy.DEFAULT.withMaxBytes(MAX_BYTES));
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Problems.register(config.routes);
              new UploadRoutes(uploads, HttpLimits.DEFAULT).register(config.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void options_anyone_isToldWhatThereIs() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", "/v1/uploads", "");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    assertThat(answer.headers().firstValue("Tus-Extension"))
        .hasValue("creation,checksum,expiration,termination");
    assertThat(answer.headers().firstValue("Tus-Max-Size")).hasValue("10");
  }

  @Test
  void tus_twoPieces_areOneFile() throws Exception {
    HttpResponse<String> created = create("4", "filename Y2xpcC5tcDQ=,other");
    String upload = created.headers().firstValue("Location").orElseThrow();

    HttpResponse<String> first = patch(upload, 0, "fi");
    HttpResponse<String> head = tus("HEAD", upload, "");
    HttpResponse<String> early = send("GET", upload, "");
    HttpResponse<String> second =
        patch(upload, 2, "lm", "Upload-Checksum", "sha256 " + sha256("lm"));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Upload-Expires")).isPresent();
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(first.headers().firstValue("Upload-Offset")).hasValue("2");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Upload-Offset")).hasValue("2");
    assertThat(head.headers().firstValue("Upload-Length")).hasValue("4");
    assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertProblem(early, 409, "2 of 4 bytes are here");
    assertThat(second.headers().firstValue("Upload-Offset")).hasValue("4");
    assertThat(send("GET", upload, "").body()).contains("/clip.mp4\"", "\"sizeBytes\":4");
    assertThat(files())
        .anySatisfy(file -> assertThat(file).hasFileName("clip.mp4").hasContent("film"));
  }

  @Test
  void tus_pieceOfAnotherChecksum_is460AndNotKept() throws Exception {
    String upload = create("4", "").headers().firstValue("Location").orElseThrow();

    HttpResponse<String> wrong =
        patch(upload, 0, "fjlm", "Upload-Checksum", "sha256 " + sha256("film"));

    assertProblem(wrong, 460, "send them again");
    assertThat(tus("HEAD", upload, "").headers().firstValue("Upload-Offset")).hasValue("0");
  }

  @Test
  void tus_wrongRequests_areRefusedWithReasons() throws Exception {
    String upload = create("4", "").headers().firstValue("Location").orElseThrow();

    assertProblem(send("POST", "/v1/uploads", ""), 412, "Tus-Resumable: 1.0.0");
    assertProblem(create("much", ""), 400, "Upload-Length is a number of bytes, not much");
    assertProblem(create("4", "filename %"), 400, "Upload-Metadata has values in Base64");
    assertProblem(create("11", ""), 413, "at most 10 bytes here, not 11");
    assertProblem(patch(upload, 1, "ilm"), 409, "continues at byte 0, not at 1");
    assertProblem(patch(upload, 0, "films"), 413, "announced with 4 bytes");
    assertProblem(
        patch(upload, 0, "film", "Upload-Checksum", "md5 xyz"), 400, "sha1,sha256,sha512");
    assertProblem(
        patch(upload, 0, "film", "Upload-Checksum", "sha256 xyz="), 400, "Upload-Checksum");
    assertProblem(tus("PATCH", upload, "film"), 415, "application/offset+octet-stream");
    assertProblem(patch("/v1/uploads/none", 0, "film"), 404, "No such upload: none");
  }

  @Test
  void tus_terminated_isGone() throws Exception {
    String upload = create("4", "").headers().firstValue("Location").orElseThrow();

    assertThat(tus("DELETE", upload, "").statusCode()).isEqualTo(204);

    assertThat(tus("HEAD", upload, "").statusCode()).isEqualTo(404);
    assertThat(files()).isEmpty();
  }

  @Test
  void put_digestOfTheFile_isChecked() throws Exception {
    HttpResponse<String> right = put("film", "Repr-Digest", "sha-256=:" + sha256("film") + ":");
    HttpResponse<String> wrong =
        put("fjlm", "Content-Digest", "md5=:AA==:, sha-256=:" + sha256("film") + ":");

    assertThat(right.statusCode()).isEqualTo(201);
    assertProblem(wrong, 400, "SHA-256 that was given");
    assertThat(files()).hasSize(1);
  }

  @Test
  void put_announcedTooLarge_isRefusedBeforeItIsSent() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      // Jetty calls us with the first byte of the body; less than it waits for the second one.
      socket.setSoTimeout(20_000);
      String head =
          "PUT /v1/uploads/a.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\ne";
      socket.getOutputStream().write(head.getBytes(UTF_8));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 413");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void put_unannouncedAndTooLarge_isRefusedAndLeavesNothing() throws Exception {
    HttpRequest request =
        request("/v1/uploads/a.mp4")
            .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofString("eleven bytes")))
            .build();

    assertProblem(
        client.send(request, HttpResponse.BodyHandlers.ofString()),
        413,
        "the 10 that there may be");
    assertThat(files()).isEmpty();
  }

  private HttpResponse<String> create(String length, String metadata) throws Exception {
    return tus("POST", "/v1/uploads", "", "Upload-Length", length, "Upload-Metadata", metadata);
  }

  private HttpResponse<String> patch(String path, long offset, String body, String... headers)
      throws Exception {
    String[] all = Stream.concat(piece(offset), Stream.of(headers)).toArray(String[]::new);
    return tus("PATCH", path, body, all);
  }

  private static Stream<String> piece(long offset) {
    return Stream.of(
        "Content-Type", "application/offset+octet-stream", "Upload-Offset", "" + offset);
  }

  private HttpResponse<String> tus(String method, String path, String body, String... headers)
      throws Exception {
    String[] all =
        Stream.concat(Stream.of("Tus-Resumable", "1.0.0"), Stream.of(headers))
            .toArray(String[]::new);
    return send(method, path, body, all);
  }

  private HttpResponse<String> put(String body, String... headers) throws Exception {
    return send("PUT", "/v1/uploads/a.mp4", body, headers);
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String sha256(String text) {
    return Checksum.of("SHA-256", text.getBytes(UTF_8)).base64();
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    assertThat(response.body()).contains("\"status\":" + status, detail);
  }

  private List<Path> files() {
    return Directories.files(media);
  }
}
