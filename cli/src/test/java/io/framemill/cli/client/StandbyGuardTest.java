package io.framemill.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.api.StandbyException;
import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.ServerState;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.SharedDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbyGuardTest {
  private static final String REASON = "This controller stands by: b-2 at http://b is active";

  @TempDir Path media;
  private HttpApi api;

  @BeforeEach
  void start() {
    ServerState standby =
        new ServerState() {
          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }

          @Override
          public Optional<String> standingBy() {
            return Optional.of(REASON);
          }
        };
    api =
        HttpApi.start(
            new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            "1.2.3",
            new FakeJobs(),
            media,
            new SharedDirectory(media, media.resolve("out")),
            new Uploads(media, UploadPolicy.DEFAULT),
            standby);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void health_isAnsweredSoThatALoadBalancerLooksElsewhere() throws Exception {
    assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = send("GET", "/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains(REASON);
  }

  @Test
  void anythingElse_isRefusedAndSaysWhoIsActive() throws Exception {
    for (String request : new String[] {"GET /v1/jobs", "GET /v1/server", "PUT /v1/uploads/a"}) {
      String[] parts = request.split(" ");
      HttpResponse<String> response = send(parts[0], parts[1]);
      assertThat(response.statusCode()).as(request).isEqualTo(503);
      assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
      assertThat(response.body()).contains(REASON);
    }
  }

  @Test
  void list_byTheClient_saysWhoIsActive() {
    assertThatThrownBy(() -> new RemoteJobs(uri(""), null, null).list())
        .isInstanceOf(StandbyException.class)
        .hasMessage(REASON);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + api.port() + path);
  }
}
