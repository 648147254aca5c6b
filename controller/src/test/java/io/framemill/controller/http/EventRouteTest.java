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
    new EventRoute(jobs, 1).register(server);
    server.start("127.0.0.1", 0);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()), null);
    jobs.put(aJob("a", JobState.RUNNING));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void stream_allAreTaken_isRefusedUntilOneEnds() throws IOException {
    try (InputStream first = client.events(EVENTS)) {
      assertThatThrownBy(() -> client.events(EVENTS))
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
              try (InputStream next = client.events(EVENTS)) {
                assertThat(next.readAllBytes()).isNotEmpty();
              }
            });
  }
}
