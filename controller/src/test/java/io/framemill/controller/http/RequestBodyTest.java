package io.framemill.controller.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that break off, or are not what their headers say. */
class RequestBodyTest {
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final FakeJobs jobs = new FakeJobs();
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
            Optional::empty);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /v1/jobs", "PUT /v1/uploads/a.mp4", "PATCH /v1/uploads/none"})
  void chunksThatAreNone_areABadRequestAsAProblem(String request) throws IOException {
    String headers = JSON + CHUNKED;
    for (String body : new String[] {"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}junk\r\n0\r\n\r\n"}) {
      String answer = send(request, headers, body, false);

      assertThat(answer).startsWith("HTTP/1.1 4").contains(Problem.MEDIA_TYPE, "\"detail\":");
      assertNamesNoClass(answer);
    }
    assertThat(jobs.submissions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'Content-Length: 100', {}", "'Transfer-Encoding: chunked', '10\r\n{}'"})
  void bodyThatBreaksOff_isABadRequestAsAProblem(String header, String body) throws IOException {
    String answer = send("POST /v1/jobs", JSON + header + "\r\n", body, true);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains(Problem.MEDIA_TYPE, "The body did not arrive whole");
    assertNamesNoClass(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/jsonx", "application/json-patch", "text/json", "application/ json"})
  void otherTypes_areNotJson(String type) throws IOException {
    String answer =
        send("POST /v1/jobs", "Content-Type: " + type + "\r\nContent-Length: 2\r\n", "{}", false);

    assertThat(answer).startsWith("HTTP/1.1 415 ").contains("A submission is application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "application/json;charset=utf-8", "Application/JSON ; a=b"})
  void json_inAllItsSpellings_isRead(String type) throws IOException {
    String answer =
        send("POST /v1/jobs", "Content-Type: " + type + "\r\nContent-Length: 2\r\n", "{}", false);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("no version; this is version 1");
  }

  @Test
  void submit_keyThatEndsInASlash_isRefused() throws IOException {
    Files.writeString(media.resolve("a.mp4"), "film");
    String get = send("GET /v1/sources?key=a.mp4/", "", "", false);

    assertThat(get).startsWith("HTTP/1.1 400 ").contains("No readable file");
  }

  @Test
  void submit_fieldsMissing_namesThemAndNoClass() throws IOException {
    String body = "{\"version\":1,\"name\":\"a\",\"source\":\"a.mp4\"}";
    String answer =
        send("POST /v1/jobs", JSON + "Content-Length: " + body.length() + "\r\n", body, false);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("not a Submission");
    assertNamesNoClass(answer);
  }

  private static void assertNamesNoClass(String answer) {
    assertThat(answer).doesNotContain("Exception", "io.framemill", "java.", "jetty", "`");
  }

  private String send(String request, String headers, String body, boolean breakOff)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      String head =
          request
              + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
              + "Connection: close\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write((head + body).getBytes(US_ASCII));
      if (breakOff) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
