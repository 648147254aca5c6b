package io.framemill.controller.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two requests and one health check at the same time, all of which take as long as they like. */
class RequestLimitTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger working = new AtomicInteger();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    RequestLimit limit = new RequestLimit(new Quota(2, 2), new Quota(1, 1));
    limit.setHandler(new Blocking());
    server.addConnector(connector);
    server.setHandler(limit);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop();
  }

  @Test
  void requests_asManyAsThereMayBe_leaveTheHealthChecksTheirs() {
    CompletableFuture<HttpResponse<Void>> first = send("/v1/jobs");
    CompletableFuture<HttpResponse<Void>> second = send("/v1/jobs");
    awaitWorking(2);

    CompletableFuture<HttpResponse<Void>> health = send("/health/live");
    awaitWorking(3);
    HttpResponse<Void> refused = send("/v1/jobs").join();
    HttpResponse<Void> refusedHealth = send("/health/ready").join();
    end.countDown();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Connection")).contains("close");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(refusedHealth.statusCode()).isEqualTo(503);
    assertThat(health.join().statusCode()).isEqualTo(200);
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(send("/health/live").join().statusCode()).isEqualTo(200);
  }

  private void awaitWorking(int count) {
    await().untilAsserted(() -> assertThat(working).hasValue(count));
  }

  private CompletableFuture<HttpResponse<Void>> send(String path) {
    URI uri = URI.create("http://localhost:" + connector.getLocalPort() + path);
    return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  private final class Blocking extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws InterruptedException {
      working.incrementAndGet();
      end.await();
      callback.succeeded();
      return true;
    }
  }
}
