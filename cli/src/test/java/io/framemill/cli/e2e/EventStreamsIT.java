package io.framemill.cli.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of people who watch one job. {@code -Dframemill.streams=N} says how many, from as many
 * addresses of this machine as the limit for one address asks for; scripts/streams.sh has 10,000.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(AmqpBrokerExtension.class)
class EventStreamsIT {
  private static final int STREAMS = Integer.getInteger("framemill.streams", 1_000);
  private static final int PER_ADDRESS = 400;

  /** Of the memory of the controller; a thread for each would take more by its stack alone. */
  private static final long MAX_STREAM_BYTES = 32 << 10;

  /** What a JVM takes anyway when it is put to work. */
  private static final long WARM_UP_BYTES = 50 << 20;

  /** By default a heap has room for as much garbage as the machine is large. */
  private static final String HEAP = "-Xms128m -Xmx512m";

  @TempDir Path directory;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void watch_byThousands_allHearTheEndAndTheControllerStaysLive(AmqpBroker broker)
      throws Exception {
    broker.clear();
    assertThat(openFilesLeft()).as("open files of this JVM (ulimit -n)").isGreaterThan(STREAMS);
    List<Socket> readers = new ArrayList<>();
    try (Cluster cluster = new Cluster(directory, broker.uri(), Map.of("JDK_JAVA_OPTIONS", HEAP))) {
      FramemillProcess controller = cluster.startController();
      String job = cluster.command("submit", Samples.SILENT.toString()).strip();
      long before = residentBytes(controller);
      for (int i = 0; i < STREAMS; i++) {
        readers.add(open(cluster.server(), job, "127.0.1." + (1 + i / PER_ADDRESS)));
      }
      long after = residentBytes(controller);
      report(before, after, controller);

      assertThat(live(cluster.server())).isEqualTo(200);
      assertThat(threads(controller)).as("threads").isLessThan(300);
      assertThat(after - before).isLessThan(WARM_UP_BYTES + STREAMS * MAX_STREAM_BYTES);

      cluster.command("cancel", job);

      for (Socket reader : readers) {
        assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8))
            .contains("event: ACCEPTED", "event: CANCELLED");
      }
      assertThat(live(cluster.server())).isEqualTo(200);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  /** Opens a stream and waits until it has begun. */
  private static Socket open(URI server, String job, String address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    socket.setSoTimeout((int) Duration.ofMinutes(5).toMillis());
    String request =
        "GET /v1/jobs/" + job + "/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    return socket;
  }

  private static int live(URI server) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/health/live"))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static int openFilesLeft() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    return (int) Math.min(Integer.MAX_VALUE, left - 200);
  }

  private static long residentBytes(FramemillProcess program) throws IOException {
    return status(program, "VmRSS") << 10;
  }

  private static long threads(FramemillProcess program) throws IOException {
    return status(program, "Threads");
  }

  private static long status(FramemillProcess program, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + program.handle().pid() + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  // Standard output: what it takes is worth reading in any run.
  @SuppressWarnings("SystemOut")
  private static void report(long before, long after, FramemillProcess controller)
      throws IOException {
    System.out.printf(
        "%d event streams: %d MiB before, %d MiB with them, %d threads%n",
        STREAMS, before >> 20, after >> 20, threads(controller));
  }
}
