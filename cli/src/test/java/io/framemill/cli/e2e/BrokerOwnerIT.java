package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.RequiresRabbitServer;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A controller that starts where it should not, or too early. */
@RequiresRabbitServer
@ExtendWith(AmqpBrokerExtension.class)
class BrokerOwnerIT {
  private static final int PAGE_BYTES = 4096;

  @TempDir Path one;
  @TempDir Path two;
  private final AmqpBroker broker;
  private final List<FramemillProcess> started = new ArrayList<>();

  BrokerOwnerIT(AmqpBroker broker) {
    this.broker = broker;
  }

  @BeforeEach
  void clear() {
    broker.clear();
  }

  @AfterEach
  void end() {
    started.forEach(FramemillProcess::close);
  }

  @Test
  void serve_onTheBrokerOfAnotherState_isRefusedAndTheFirstGoesOn() throws Exception {
    try (Cluster cluster = new Cluster(one, broker.uri())) {
      cluster.startController();
      FramemillProcess serve = serve(Map.of());

      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.err().lines().filter(line -> line.startsWith("framemill: ")))
          .singleElement()
          .asString()
          .contains(
              "belongs to another controller, with the state in " + one.resolve("state") + " on ",
              "--namespace",
              "--take-over-broker");
      cluster.startWorker();
      String job = cluster.command("submit", Samples.SILENT.toString()).strip();
      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
    }
  }

  @Test
  void serve_toldToTakeOver_doesSoOnceTheOtherIsGone() throws Exception {
    try (Cluster cluster = new Cluster(one, broker.uri())) {
      FramemillProcess first = cluster.startController();
      FramemillProcess serve = serve(Map.of("FRAMEMILL_TAKE_OVER_BROKER", "true"));
      assertThat(serve.exitCode()).isEqualTo(1);
      assertThat(serve.err()).contains("cannot be taken over", "stop that one first");

      first.kill();
      FramemillProcess second = serve(Map.of("FRAMEMILL_TAKE_OVER_BROKER", "true"));
      Cluster.patiently().until(() -> second.err().contains("Serving at ") || !second.isAlive());
      assertThat(second.err()).contains("is taken over from a controller with", "Serving at ");
    }
  }

  @Test
  void namespaces_twoInstallationsOnOneBroker_bothDoTheirJobs() throws Exception {
    // One that no other run has: a broker that is given keeps what is in it.
    Map<String, String> films =
        Map.of("FRAMEMILL_NAMESPACE", "films-" + UUID.randomUUID().toString().substring(0, 8));
    try (Cluster plain = new Cluster(one, broker.uri());
        Cluster other = new Cluster(two, broker.uri(), films)) {
      for (Cluster cluster : List.of(plain, other)) {
        cluster.startController();
        cluster.startWorker();
      }
      String first = plain.command("submit", Samples.SILENT.toString()).strip();
      String second = other.command("submit", Samples.SILENT.toString()).strip();

      for (Map.Entry<Cluster, String> job : Map.of(plain, first, other, second).entrySet()) {
        Cluster cluster = job.getKey();
        assertThat(cluster.awaitEnd(job.getValue())).as("%s", cluster).isEqualTo("DONE");
        assertThatStream(AdaptiveStream.read(cluster.output(job.getValue())))
            .isWhole(200, 8.0, 25.0);
        assertThat(cluster.command("workers", "--json").lines()).hasSize(1);
      }
    }
  }

  @Test
  void serve_beforeTheBroker_waitsSayingSoOnce() throws Exception {
    try (TcpProxy line = new TcpProxy(broker.uri())) {
      line.cutForGood();
      FramemillProcess serve = serve(Map.of("FRAMEMILL_BROKER", line.uri().toString()));
      Cluster.patiently().until(() -> serve.err().contains("Waiting for it, for 60 s at most"));
      assertThat(serve.err()).doesNotContain("Serving at");
      line.restore();
      Cluster.patiently().until(() -> serve.err().contains("Serving at ") || !serve.isAlive());
      assertThat(serve.err()).contains("Serving at ").containsOnlyOnce("Waiting for it");
    }
  }

  @Test
  void serve_toldToEndWhileItWaits_exitsWithZero() {
    FramemillProcess serve = serve(Map.of("FRAMEMILL_BROKER", "amqp://127.0.0.1:1"));
    Cluster.patiently().until(() -> serve.err().contains("Waiting for it"));
    serve.terminate();
    assertThat(serve.exitCode()).isZero();
  }

  @Test
  void serve_stateDamagedInTheMiddle_saysWhatToDoInOneLine() throws Exception {
    try (Cluster cluster = new Cluster(one, broker.uri())) {
      FramemillProcess controller = cluster.startController();
      for (int jobs = 0; jobs < 5; jobs++) {
        cluster.command("submit", Samples.SILENT.toString());
      }
      controller.terminate();
      assertThat(controller.exitCode()).isZero();
    }
    Files.createDirectory(two.resolve("state"));
    Path damaged = two.resolve("state/framemill.db");
    Files.copy(one.resolve("state/framemill.db"), damaged);
    damageMiddle(damaged);

    FramemillProcess serve = serve(Map.of());
    assertThat(serve.exitCode()).isEqualTo(1);
    assertThat(serve.err().lines())
        .singleElement()
        .asString()
        .startsWith("framemill: The state in " + damaged + " is damaged (")
        .contains("restore it from a backup", "docs/faults.md");
  }

  private static void damageMiddle(Path file) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      for (long page = out.length() / PAGE_BYTES / 2; page * PAGE_BYTES < out.length(); page++) {
        out.seek(page * PAGE_BYTES);
        out.write(new byte[100]);
      }
    }
  }

  /** A controller with a state of its own. */
  private FramemillProcess serve(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FRAMEMILL_BROKER", broker.uri().toString());
    environment.putAll(more);
    FramemillProcess serve =
        FramemillProcess.start(two, environment, List.of("serve", "--http", "127.0.0.1:0"));
    started.add(serve);
    return serve;
  }
}
