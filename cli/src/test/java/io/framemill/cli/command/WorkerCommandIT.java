package io.framemill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import io.framemill.testbroker.EndOfProcess;
import io.framemill.testbroker.TcpProxy;
import io.framemill.testbroker.TestTimeouts;
import io.framemill.worker.task.LonelyWorker;
import io.framemill.worker.task.Tasks;
import io.framemill.worker.task.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The worker command as a person starts and stops it, with real slots and a real broker. */
@ExtendWith(AmqpBrokerExtension.class)
class WorkerCommandIT {
  @TempDir private Path directory;

  private final AmqpBroker server;
  private final RabbitBroker broker;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final List<Process> workers = new ArrayList<>();

  WorkerCommandIT(AmqpBroker server) {
    this.server = server;
    server.clear();
    this.broker = RabbitBroker.open(RabbitConfig.builder(server.uri()).build());
  }

  @BeforeEach
  void collectReports() throws IOException {
    Files.createDirectory(media());
    broker.consume(
        Queue.REPORTS,
        10,
        delivery -> {
          reports.add(report(delivery));
          delivery.ack();
        });
  }

  @AfterEach
  void end() {
    // They write to the directory that is deleted next.
    for (Process worker : workers) {
      List<ProcessHandle> all = new ArrayList<>(worker.children().toList());
      all.add(0, worker.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(EndOfProcess::await);
    }
    broker.close();
  }

  @Test
  void worker_taskAndSigterm_reportsTheTaskAndExitsWithZero() throws Exception {
    Wav.write(media().resolve("short.wav"), 2);
    Process worker = start(server.uri().toString());
    publish(Tasks.task("inspect", "short.wav"));

    assertThat(nextReport()).isInstanceOf(Report.Started.class);
    assertThat(nextReport()).isInstanceOf(Report.Completed.class);
    worker.destroy();

    assertThat(exitStatus(worker)).isZero();
    assertThat(Files.readString(log())).contains("started with 1 slots");
  }

  @Test
  void worker_sigtermAndTheGraceIsOver_handsTheTaskBackAndExitsWithZero() throws Exception {
    Wav.write(media().resolve(LonelyWorker.SOURCE), LonelyWorker.SOURCE_SECONDS);
    Process worker = start(server.uri().toString(), "--grace", "1");
    publish(LonelyWorker.encodeAudio());
    assertThat(nextReport()).isInstanceOf(Report.Started.class);

    worker.destroy();

    assertThat(nextReport()).isInstanceOf(Report.HandedBack.class);
    assertThat(exitStatus(worker)).isZero();
  }

  @Test
  void worker_secondSigterm_leavesTheTaskAndExitsWith130() throws Exception {
    Wav.write(media().resolve(LonelyWorker.SOURCE), LonelyWorker.SOURCE_SECONDS);
    Process worker = start(server.uri().toString());
    publish(LonelyWorker.encodeAudio());
    assertThat(nextReport()).isInstanceOf(Report.Started.class);
    List<ProcessHandle> slots = worker.children().collect(Collectors.toList());

    worker.destroy();
    await().until(() -> Files.readString(log()).contains("finishes its tasks"));
    assertThat(worker.isAlive()).isTrue();
    worker.destroy();

    assertThat(exitStatus(worker)).isEqualTo(130);
    await().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
    BlockingQueue<Broker.Delivery> again = new LinkedBlockingQueue<>();
    broker.consume(Queue.TASKS, 1, again::add);
    await().until(() -> !again.isEmpty());
    assertThat(again.remove().redelivered()).isTrue();
  }

  @Test
  void worker_brokerNotThere_failsInOneLineThatSaysWhere() throws Exception {
    // Port 1 is nobody's.
    Process worker = start("amqp://user:hush@127.0.0.1:1", "--broker-wait", "0s");

    assertThat(exitStatus(worker)).isEqualTo(1);
    assertThat(Files.readString(log()))
        .startsWith("framemill worker: Cannot connect to the broker at 127.0.0.1:1")
        .doesNotContain("hush")
        .hasLineCount(1);
  }

  @Test
  void worker_brokerComesLater_waitsSayingSoOnceAndWorks() throws Exception {
    try (TcpProxy line = new TcpProxy(server.uri())) {
      line.cutForGood();
      Process worker = start(line.uri().toString());
      await().until(() -> Files.readString(log()).contains("Waiting for it, for 60 s at most"));
      line.restore();
      Wav.write(media().resolve("short.wav"), 2);
      publish(Tasks.task("inspect", "short.wav"));

      assertThat(nextReport()).isInstanceOf(Report.Started.class);
      assertThat(nextReport()).isInstanceOf(Report.Completed.class);
      worker.destroy();
      assertThat(exitStatus(worker)).isZero();
      assertThat(Files.readString(log())).containsOnlyOnce("Waiting for it");
    }
  }

  @Test
  void worker_sigtermWhileItWaitsForTheBroker_exitsWithZero() throws Exception {
    Process worker = start("amqp://127.0.0.1:1", "--broker-wait", "forever");
    await().until(() -> Files.readString(log()).contains("Waiting for it"));

    worker.destroy();

    assertThat(exitStatus(worker)).isZero();
  }

  @Test
  void worker_ofAnotherNamespace_leavesTheTaskToOthers() throws Exception {
    Wav.write(media().resolve("short.wav"), 2);
    publish(Tasks.task("inspect", "short.wav"));
    Process worker = start(server.uri().toString(), "--namespace", "films");
    await().until(() -> Files.readString(log()).contains("started with 1 slots"));

    BlockingQueue<Broker.Delivery> left = new LinkedBlockingQueue<>();
    broker.consume(Queue.TASKS, 1, left::add);
    await().until(() -> !left.isEmpty());
    assertThat(left.remove().redelivered()).isFalse();
    worker.destroy();
    assertThat(exitStatus(worker)).isZero();
  }

  @Test
  void worker_cannotGoOn_saysWhyAndExitsWithOne() throws Exception {
    String damage = DamagedProgram.withoutSlotThreads(directory.resolve("bad"));
    Process worker = start(server.uri().toString(), List.of(damage), List.of());

    assertThat(exitStatus(worker)).isEqualTo(1);
    assertThat(Files.readString(log()))
        .contains("framemill worker: The worker failed (java.lang.ClassFormatError: Truncated");
  }

  private Process start(String brokerUri, String... more) throws IOException {
    return start(brokerUri, List.of(), List.of(more));
  }

  private Process start(String brokerUri, List<String> jvmArguments, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WorkerProgram.class.getName());
    command.addAll(List.of("--media", media().toString(), "--slots", "1"));
    command.addAll(options);
    ProcessBuilder program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    program.environment().put("FRAMEMILL_BROKER", brokerUri);
    Process worker = program.start();
    workers.add(worker);
    return worker;
  }

  private void publish(Task task) {
    broker.publish(Queue.TASKS, List.of(Tasks.message(task)));
  }

  private Report nextReport() throws InterruptedException {
    Report report = reports.poll(TestTimeouts.LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(report).isNotNull();
    return report;
  }

  private static int exitStatus(Process worker) throws InterruptedException {
    assertThat(worker.waitFor(TestTimeouts.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return worker.exitValue();
  }

  private static Report report(Broker.Delivery delivery) {
    try {
      return new MessageCodec().decode(delivery.message().body(), Report.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private Path media() {
    return directory.resolve("media");
  }

  private Path log() {
    return directory.resolve("worker.log");
  }
}
