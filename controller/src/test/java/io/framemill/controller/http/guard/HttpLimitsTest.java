package io.framemill.controller.http.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.Listener;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does with clients that want too much, or speak no HTTP. */
class HttpLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String ONE_ADDRESS = "Only Linux has all of 127.0.0.0/8";
  private static final Quota MANY = new Quota(10, 10);

  @TempDir Path media;
  private @Nullable HttpApi api;

  @AfterEach
  void stop() {
    Objects.requireNonNull(api).close();
  }

  @Test
  void defaults_areGenerous() {
    start(HttpLimits.DEFAULT);

    assertThat(HttpLimits.DEFAULT)
        .isEqualTo(
            new HttpLimits(
                200,
                1_000,
                16 << 10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                1_000,
                new Quota(12_000, 1_000),
                new Quota(160, 40),
                new Quota(10_000, 500)));
  }

  @Test
  void tooManyRequests_ofOneClient_areToldWhenToComeAgain() {
    start(new HttpLimits(1, 3, 8_192, LONG, LONG, 1, new Quota(100, 100), MANY, MANY));
    List<String> answers = new ArrayList<>();
    // One a second is let through again: a slow machine needs more of them to get ahead of that.
    for (int i = 0; i < 10 || (i < 1_000 && !last(answers).startsWith("HTTP/1.1 429 ")); i++) {
      answers.add(get("/v1/jobs", "Accept: */*"));
    }

    assertThat(answers.subList(0, 3)).allMatch(answer -> answer.startsWith("HTTP/1.1 200 "));
    assertThat(answers)
        .filteredOn(answer -> answer.startsWith("HTTP/1.1 429 "))
        .isNotEmpty()
        .allMatch(answer -> answer.contains("\r\nRetry-After: 1\r\n"))
        .allMatch(answer -> answer.contains(Problem.MEDIA_TYPE));
    assertThat(get("/health/live", "Accept: */*")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.2, false",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false"
  })
  void client_ofAnAddress_isItsNetworkInIpv6(String one, String other, boolean same) {
    start(HttpLimits.DEFAULT);

    assertThat(RateLimit.client(one).equals(RateLimit.client(other))).isEqualTo(same);
  }

  @Test
  void longHeaders_areRefusedAsAProblem() {
    start(HttpLimits.DEFAULT);

    assertProblem(get("/v1/jobs", "X: " + "x".repeat(20_000)), 431, "headers are too long");
  }

  @Test
  void longAddress_isRefusedAsAProblem() {
    start(HttpLimits.DEFAULT);

    assertProblem(get("/v1/jobs?" + "x".repeat(20_000), "Accept: */*"), 414, "too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /v1/jobs HTTP/1.1\r\n\r\n",
        "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void whatIsNoRequest_isABadRequestAsAProblem(String request) {
    start(HttpLimits.DEFAULT);

    assertProblem(send(request), 400, "\"status\":400");
  }

  @Test
  void otherMethod_isToldWhichThereAre() {
    start(HttpLimits.DEFAULT);

    String answer =
        send("DELETE /v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertProblem(answer, 405, "There is no DELETE of this");
    assertThat(answer).containsPattern("\r\nAllow: (GET, POST|POST, GET)\r\n");
  }

  @Test
  void anyAnswer_hasTheHeadersThatKeepBrowsersOut() {
    start(HttpLimits.DEFAULT);

    assertThat(get("/v1/jobs", "Accept: */*"))
        .contains(
            "\r\nX-Content-Type-Options: nosniff\r\n",
            "\r\nCache-Control: no-store\r\n",
            "\r\nContent-Security-Policy: default-src 'none'")
        .doesNotContain("\r\nServer:");
  }

  @Test
  void headersThatDrip_endTheConnection() throws Exception {
    start(
        new HttpLimits(
            10, 10, 8_192, Duration.ofMillis(400), LONG, 1, new Quota(100, 100), MANY, MANY));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20);
      OutputStream out = socket.getOutputStream();
      out.write("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(US_ASCII));

      assertThat(isEndedWhileDripping(socket)).isTrue();
    }
  }

  @Test
  void bodyThatDrips_isRefusedAsAProblem() throws Exception {
    start(
        new HttpLimits(
            10, 10, 8_192, Duration.ofMillis(400), LONG, 1_000, MANY, MANY, new Quota(1, 1)));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20);
      String head =
          "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Connection: close\r\nContent-Length: 1000000\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(US_ASCII));

      assertProblem(answerWhileDripping(socket), 408, "more slowly than 1000 bytes per second");
    }
  }

  @Test
  void silentConnection_isEnded() throws Exception {
    start(
        new HttpLimits(
            10, 10, 8_192, LONG, Duration.ofMillis(300), 1, new Quota(100, 100), MANY, MANY));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout((int) LONG.toMillis());

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void tooManyConnections_endTheOldestIdleOne() throws Exception {
    start(limits(new Quota(1, 1), MANY));
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port())) {
      first.getOutputStream().write(live().getBytes(US_ASCII));
      assertThat(first.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");

      // Until the server has seen the end of the first request, the newest idle one is the second.
      await()
          .untilAsserted(
              () -> assertThat(get("/health/live", "Accept: */*")).startsWith("HTTP/1.1 200 "));
      first.setSoTimeout((int) LONG.toMillis());
      assertThat(first.getInputStream().readAllBytes()).asString().endsWith("live\n");
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONE_ADDRESS)
  void halfSentRequests_ofOneAddress_takeNothingFromHealthChecksOrOthers() throws Exception {
    start(limits(new Quota(200, 50), MANY));
    List<Socket> halfSent = new ArrayList<>();
    try (Socket other = from("127.0.0.2")) {
      other.getOutputStream().write("GET /v1/jobs HTTP/1.1\r\n".getBytes(US_ASCII));
      for (int i = 0; i < 300; i++) {
        Socket socket = from("127.0.0.1");
        socket.getOutputStream().write("GET /v1/jobs HTTP/1.1\r\nX: ".getBytes(US_ASCII));
        halfSent.add(socket);
      }

      assertThat(get("/health/live", "Accept: */*")).startsWith("HTTP/1.1 200 ");
      other
          .getOutputStream()
          .write("Host: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      assertThat(answer(other)).startsWith("HTTP/1.1 200 ");
      await().untilAsserted(() -> assertThat(ended(halfSent)).isGreaterThanOrEqualTo(250));
    } finally {
      closeAll(halfSent);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONE_ADDRESS)
  void halfSentRequests_ofManyAddresses_takeNothingFromHealthChecks() throws Exception {
    start(limits(new Quota(40, 30), MANY));
    List<Socket> halfSent = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = from("127.0.1." + (1 + i % 10));
        socket.getOutputStream().write("GET /v1/jobs HTTP/1.1\r\nX: ".getBytes(US_ASCII));
        halfSent.add(socket);
      }

      assertThat(get("/health/ready", "Accept: */*")).startsWith("HTTP/1.1 200 ");
      await().untilAsserted(() -> assertThat(ended(halfSent)).isGreaterThanOrEqualTo(60));
    } finally {
      closeAll(halfSent);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONE_ADDRESS)
  void requestsThatTakeLong_beyondTheQuota_areToldToComeAgain() throws Exception {
    start(limits(new Quota(1_000, 1_000), new Quota(20, 10)));
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket socket = from("127.0.0." + (1 + i % 3));
        socket
            .getOutputStream()
            .write(
                "PUT /v1/uploads/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf"
                    .getBytes(US_ASCII));
        slow.add(socket);
      }
      await().untilAsserted(() -> assertThat(answered(slow)).isEqualTo(10));

      String refused = get("/v1/jobs", "Accept: */*");
      assertProblem(refused, 503, "Too many requests are worked on");
      assertThat(refused).contains("\r\nRetry-After: 1\r\n");
      assertThat(get("/health/live", "Accept: */*")).startsWith("HTTP/1.1 200 ");
    } finally {
      closeAll(slow);
    }
    await()
        .untilAsserted(
            () -> assertThat(get("/v1/jobs", "Accept: */*")).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void healthCheck_asManySlowBodiesOfManyAddressesAsThereMayBe_isAnswered() throws Exception {
    start(HttpLimits.DEFAULT);
    int requests = HttpLimits.DEFAULT.requests().total();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < requests + 20; i++) {
        Socket socket = from("127.0.2." + (1 + i % 5));
        socket
            .getOutputStream()
            .write(
                "PUT /v1/uploads/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf"
                    .getBytes(US_ASCII));
        slow.add(socket);
      }
      await().untilAsserted(() -> assertThat(answered(slow)).isEqualTo(20));

      assertThat(get("/v1/jobs", "Accept: */*")).startsWith("HTTP/1.1 503 ");
      assertThat(get("/health/live", "Accept: */*")).startsWith("HTTP/1.1 200 ");
      assertThat(get("/health/ready", "Accept: */*")).startsWith("HTTP/1.1 200 ");
    } finally {
      closeAll(slow);
    }
  }

  @Test
  void threadPool_anyQuota_isLargerThanRequestsAndHealthChecksTogether() {
    HttpLimits limits = limits(MANY, new Quota(500, 500));
    start(limits);
    Endpoint endpoint = new Endpoint(new InetSocketAddress("localhost", 0), null, null, limits);

    assertThat(new Listener(endpoint).threadPool().getMaxThreads())
        .isGreaterThanOrEqualTo(500 + Listener.HEALTH_CHECKS.total() + 50);
  }

  @Test
  void of_behindAProxy_oneAddressMayTakeTheTotals() {
    start(HttpLimits.DEFAULT);

    HttpLimits limits = HttpLimits.of(200, true);

    assertThat(List.of(limits.connections(), limits.requests(), limits.eventStreams()))
        .containsExactly(new Quota(12_000, 12_000), new Quota(160, 160), new Quota(10_000, 10_000));
    assertThat(limits.requestsPerSecond()).isEqualTo(200);
  }

  private static HttpLimits limits(Quota connections, Quota requests) {
    return new HttpLimits(10_000, 10_000, 8_192, LONG, LONG, 1, connections, requests, MANY);
  }

  /** A connection of another client of this machine; Linux has all of 127.0.0.0/8. */
  private Socket from(String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private static long ended(List<Socket> sockets) {
    return sockets.stream().filter(HttpLimitsTest::isEnded).count();
  }

  private static boolean isEnded(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static long answered(List<Socket> sockets) throws IOException {
    long count = 0;
    for (Socket socket : sockets) {
      count += socket.getInputStream().available() > 0 ? 1 : 0;
    }
    return count;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private int port() {
    return Objects.requireNonNull(api).port();
  }

  private static String last(List<String> answers) {
    return answers.get(answers.size() - 1);
  }

  private static String live() {
    return "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String answerWhileDripping(Socket socket) throws IOException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        int first = socket.getInputStream().read();
        socket.setSoTimeout((int) LONG.toMillis());
        return first < 0 ? "" : (char) first + rest(socket);
      } catch (SocketTimeoutException e) {
        socket.getOutputStream().write(' ');
      }
    }
    return "";
  }

  /** What follows until the server ends the connection, in order or because of unread bytes. */
  private static String rest(Socket socket) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(rest);
    } catch (IOException e) {
      // A reset: there is no more.
    }
    return rest.toString(UTF_8);
  }

  private static boolean isEndedWhileDripping(Socket socket) throws IOException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // Not yet.
      } catch (IOException e) {
        return true;
      }
      try {
        socket.getOutputStream().write('x');
      } catch (IOException e) {
        return true;
      }
    }
    return false;
  }

  private void start(HttpLimits limits) {
    api =
        HttpApi.start(
            new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, null, limits),
            "1.2.3",
            new FakeJobs(),
            media,
            new SharedDirectory(media, media.resolve("out")),
            new Uploads(media, UploadPolicy.DEFAULT),
            Optional::empty);
  }

  private String get(String target, String header) {
    return send(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + header
            + "\r\nConnection: close\r\n\r\n");
  }

  private String send(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertProblem(String answer, int status, String detail) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: " + Problem.MEDIA_TYPE, "\"status\":" + status, detail)
        .doesNotContain("<html", "\tat ", "jetty");
  }
}
