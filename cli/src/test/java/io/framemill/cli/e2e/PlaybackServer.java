package io.framemill.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves a stream and a page that plays it, on loopback, and takes the page's report. */
final class PlaybackServer implements AutoCloseable {
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  /** What there is beside the stream: path and resource. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          "/hls", "hls.html",
          "/dash", "dash.html",
          "/watch.js", "watch.js",
          "/hls.js", WEBJARS + "hls.js/1.4.12/dist/hls.min.js",
          "/video.js", WEBJARS + "video.js/7.21.7/dist/video.js");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<String> report = new CompletableFuture<>();

  private PlaybackServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param stream the directory that holds {@code master.m3u8} and {@code manifest.mpd}
   */
  static PlaybackServer start(Path stream) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PlaybackServer server = new PlaybackServer(http);
    http.setExecutor(server.threads);
    RESOURCES.forEach(
        (path, name) -> http.createContext(path, exchange -> answerResource(exchange, name)));
    http.createContext("/stream/", exchange -> answerFile(exchange, stream));
    http.createContext("/report", server::takeReport);
    http.start();
    return server;
  }

  /**
   * A page with a player.
   *
   * @param format {@code hls} or {@code dash}; with another speed than 2 behind it, {@code hls#8}
   */
  URI page(String format) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + format);
  }

  /** What the page reports in the end, in JSON. */
  CompletableFuture<String> report() {
    return report;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void takeReport(HttpExchange exchange) throws IOException {
    report.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer(exchange, "text/plain", new byte[0]);
  }

  private static void answerResource(HttpExchange exchange, String name) throws IOException {
    try (InputStream resource = PlaybackServer.class.getResourceAsStream(name)) {
      byte[] body = resource == null ? null : resource.readAllBytes();
      answer(exchange, name.endsWith(".js") ? "text/javascript" : "text/html", body);
    }
  }

  private static void answerFile(HttpExchange exchange, Path directory) throws IOException {
    Path file =
        directory.resolve(exchange.getRequestURI().getPath().substring("/stream/".length()));
    String type =
        switch (file.toString().replaceAll(".*\\.", "")) {
          case "m3u8" -> "application/vnd.apple.mpegurl";
          case "vtt" -> "text/vtt";
          case "mpd" -> "application/dash+xml";
          default -> "video/mp4";
        };
    answer(exchange, type, Files.isRegularFile(file) ? Files.readAllBytes(file) : null);
  }

  /** Sends a body; null is "not found". */
  private static void answer(HttpExchange exchange, String type, byte @Nullable [] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (body.length == 0) {
        exchange.sendResponseHeaders(204, -1);
      } else {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
