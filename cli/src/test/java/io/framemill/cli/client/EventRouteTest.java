package io.framemill.cli.client;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.http.EventRoute;
import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.guard.Problems;
import io.framemill.controller.http.guard.Quota;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EventRouteTest {
  private static final String EVENTS = "/v1/jobs/a/events";

  private final FakeJobs jobs = new FakeJobs();
  private Javalin server;
  private ApiClient client;

  @BeforeEach
  void start() {
    serve(new Quota(1, 1));
    jobs.put(aJob("a", JobState.RUNNING));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void stream_afterAnEvent_tellsWhatFollowsIt() throws IOException {
    jobs.tell(anEvent(1, JobEvent.Kind.ACCEPTED, aJob("a", JobState.RUNNING)));
    jobs.tell(anEvent(2, JobEvent.Kind.PLANNED, aJob("a", JobState.RUNNING)));
    jobs.tell(anEvent(3, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));

    try (InputStream stream = open(1)) {
      assertThat(stream.readAllBytes())
          .asString()
          .contains("\nid: 2\nevent: PLANNED\n", "\nid: 3\nevent: DONE\n")
          .doesNotContain("ACCEPTED");
    }
  }

  @Test
  void stream_afterTheLastEventOfAnEndedJob_hasNoContent() {
    jobs.tell(anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));

    assertThat(client.events(EVENTS, 1)).isNull();
  }

  @Test
  void stream_progress_hasNoId() throws IOException {
    try (InputStream stream = open(0)) {
      jobs.tell(anEvent(0, JobEvent.Kind.PROGRESS, aJob("a", JobState.RUNNING)));
      jobs.tell(anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));

      assertThat(stream.readAllBytes())
          .asString()
          .startsWith("retry: 1000\n\nevent: PROGRESS\n")
          .contains("\n\nid: 1\nevent: DONE\n");
    }
  }

  @Test
  void stream_afterWhatIsNoId_isABadRequest() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + EVENTS))
            .header("Last-Event-ID", "one")
            .build();

    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Last-Event-ID is the id of an event, a number: one");
  }

  @Test
  void stream_allAreTaken_isRefusedUntilOneEnds() throws IOException {
    try (InputStream first = open(0)) {
      assertThatThrownBy(() -> client.events(EVENTS, 0))
          .isInstanceOfSatisfying(
              ApiClient.RefusedException.class, e -> assertThat(e.status()).isEqualTo(503))
          .hasMessageStartingWith("Too many event streams are open");

      jobs.tell(anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));
      assertThat(first.readAllBytes()).isNotEmpty();
    }
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (InputStream next = open(0)) {
                assertThat(next.readAllBytes()).isNotEmpty();
              }
            });
  }

  @Test
  void stream_readerThatReadsNothing_holdsUpNobody() throws Exception {
    try (Socket stuck = new Socket();
        InputStream stream = start(new Quota(10, 10))) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(new InetSocketAddress("127.0.0.1", server.port()));
      stuck
          .getOutputStream()
          .write(("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
      await().until(() -> jobs.watchers() == 2);

      for (int i = 1; i < 20_000; i++) {
        jobs.tell(anEvent(i, JobEvent.Kind.TASK_DONE, aJob("a", JobState.RUNNING)));
      }
      jobs.tell(anEvent(20_000, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));

      assertThat(stream.readAllBytes()).asString().contains("\nid: 20000\nevent: DONE\n");
      assertThat(jobs.watchers()).isEqualTo(1);
    }
    await().until(() -> jobs.watchers() == 0);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Only Linux has all of 127.0.0.0/8")
  void stream_tooManyOfOneAddress_areRefusedAndOthersAreNot() throws Exception {
    try (InputStream first = start(new Quota(10, 1));
        Socket second = new Socket("127.0.0.1", server.port());
        Socket other = new Socket()) {
      other.bind(new InetSocketAddress("127.0.0.2", 0));
      other.connect(new InetSocketAddress("127.0.0.1", server.port()));
      String request = "GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      second.getOutputStream().write(request.getBytes(US_ASCII));
      other.getOutputStream().write(request.getBytes(US_ASCII));

      assertThat(second.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 503");
      assertThat(other.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
      assertThat(first).isNotNull();
    }
  }

  @Test
  void stream_storeDoesNotAnswerForAnEndedJob_othersAreReleased() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    jobs.holdStatus(answers);
    jobs.put(aJob("b", JobState.RUNNING));
    try (InputStream ended = start(new Quota(10, 10));
        Socket other = new Socket("127.0.0.1", server.port())) {
      other
          .getOutputStream()
          .write("GET /v1/jobs/b/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      await().until(() -> jobs.watchers() == 2);
      jobs.tell(anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));
      other.close();

      await()
          .untilAsserted(
              () -> {
                jobs.tell(anEvent(2, JobEvent.Kind.PLANNED, aJob("b", JobState.RUNNING)));
                assertThat(jobs.watchers()).isEqualTo(1);
              });
      answers.countDown();
      assertThat(ended.readAllBytes()).asString().contains("event: DONE");
    } finally {
      answers.countDown();
    }
  }

  @Test
  void stream_manyOfAJobThatEnds_askForItOnceOrTwice() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    jobs.holdStatus(answers);
    try (InputStream first = start(new Quota(10, 10));
        InputStream second = open(0);
        InputStream third = open(0);
        InputStream fourth = open(0)) {
      jobs.tell(anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE)));
      answers.countDown();

      for (InputStream stream : List.of(first, second, third, fourth)) {
        assertThat(stream.readAllBytes()).asString().contains("event: DONE");
      }
      assertThat(jobs.statusCalls()).isBetween(1, 2);
    } finally {
      answers.countDown();
    }
  }

  /** Starts a server of other limits, and opens a stream. */
  private InputStream start(Quota quota) {
    server.stop();
    serve(quota);
    return open(0);
  }

  private void serve(Quota quota) {
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Problems.register(config.routes);
              new EventRoute(jobs, quota).register(config.routes);
            });
    server.start("127.0.0.1", 0);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()), null, null);
  }

  private InputStream open(long after) {
    return Objects.requireNonNull(client.events(EVENTS, after));
  }
}
