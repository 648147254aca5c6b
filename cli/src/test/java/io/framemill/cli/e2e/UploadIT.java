package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Submitting a file from elsewhere over a line that breaks, to a controller that dies. */
@ExtendWith(AmqpBrokerExtension.class)
class UploadIT {
  private static final int PADDING_BYTES = 24 << 20;

  @TempDir Path directory;
  @TempDir Path elsewhere;

  @Test
  void submit_connectionCutAndControllerKilled_sendsTheRestAndTheJobIsDone(AmqpBroker broker)
      throws Exception {
    broker.clear();
    Path film = padded(Samples.SILENT);
    try (Cluster cluster = new Cluster(directory, broker.uri())) {
      FramemillProcess before = cluster.startController();
      try (TcpProxy proxy = new TcpProxy(cluster.server())) {
        proxy.cutAfter(12 << 20);
        FramemillProcess submit =
            cluster.startCommandAt(
                "http://127.0.0.1:" + proxy.uri().getPort(), "submit", film.toString());
        Cluster.patiently().until(() -> submit.err().contains("resuming at byte 8388608"));
        before.kill();
        cluster.startController();

        assertThat(submit.exitCode()).as("%s\n%s", submit, cluster).isZero();
        assertThat(uploaded()).hasSameBinaryContentAs(film);
        cluster.startWorker();
        assertThat(cluster.awaitEnd(submit.out().strip())).as("%s", cluster).isEqualTo("DONE");
      }
    }
  }

  /** The same film with a box at its end that players leave out, ISO/IEC 14496-12 section 8.1.2. */
  private Path padded(Path film) throws IOException {
    ByteBuffer padded =
        ByteBuffer.allocate(Math.toIntExact(Files.size(film)) + PADDING_BYTES)
            .put(Files.readAllBytes(film))
            .putInt(PADDING_BYTES)
            .put("free".getBytes(StandardCharsets.US_ASCII));
    return Files.write(elsewhere.resolve("padded.mp4"), padded.array());
  }

  private Path uploaded() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("media/uploads"))) {
      List<Path> films = files.filter(file -> file.endsWith("padded.mp4")).toList();
      assertThat(films).hasSize(1);
      return films.get(0);
    }
  }
}
