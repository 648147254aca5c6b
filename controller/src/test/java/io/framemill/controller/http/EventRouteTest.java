package io.framemill.controller.http;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRouteTest {
  private static final String EVENTS = "/v1/jobs/a/events";

  private final FakeJobs jobs = new FakeJobs();
  private final Javalin server = Javalin.create(config -> config.showJavalinBanner = false);
  private ApiClient client;

  @BeforeEach
  void start() {
    Problems.register(server);
    new EventRoute(jobs, new Quota(1, 1)).register(server);
    server.start("127.0.0.1", 0);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()), null, null);
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

  private InputStream open(long after) {
    return Objects.requireNonNull(client.events(EVENTS, after));
  }
}
