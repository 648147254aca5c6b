package io.framemill.controller.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenGuardTest {
  @ParameterizedTest
  @CsvSource({
    "build1.corp.example, build1.corp.example, true",
    "build1.corp.example, other.corp.example, false",
    "0.0.0.0, controller, true",
    "::, controller, true",
    "0.0.0.0, evil.example, false",
    "127.0.0.1, controller, false"
  })
  void check_host_isItsOwn(String listensOn, String host, boolean isOwn) throws Exception {
    Endpoint endpoint = new Endpoint(InetSocketAddress.createUnresolved(listensOn, 1), null);
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              Problems.register(config.routes);
              new TokenGuard(endpoint).register(config.routes);
              config.routes.get("/", ctx -> ctx.result("here"));
            });
    server.start("127.0.0.1", 0);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .startsWith(isOwn ? "HTTP/1.1 200 " : "HTTP/1.1 403 ");
    } finally {
      server.stop();
    }
  }
}
