package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.worker.process.SlotCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks as somebody could publish them who has got hold of the broker. */
class HostileTaskIT {
  private static final String SECRET = "secret";

  @TempDir private Path directory;

  private final RecordingBroker broker = new RecordingBroker();
  private Path media;
  private Supervisor worker;

  @BeforeEach
  void start() throws IOException {
    media = Files.createDirectory(directory.resolve("media"));
    Files.createDirectory(media.resolve("out"));
    Files.createFile(media.resolve(FakeSlot.SUCCEED));
    Files.writeString(directory.resolve(SECRET), "x");
    Files.createSymbolicLink(media.resolve("link"), directory);
    Files.createSymbolicLink(media.resolve("out/link"), directory);
    SupervisorConfig usual = SupervisorConfig.ofThisProcess(1, "test");
    SupervisorConfig config =
        new SupervisorConfig(
            usual.workerId(),
            usual.host(),
            usual.release(),
            usual.slots(),
            SlotCommands.running(FakeSlot.class),
            usual.limits(),
            usual.aliveInterval());
    worker = Supervisor.start(broker, new SharedDirectory(media, media.resolve("out")), config);
  }

  @AfterEach
  void end() {
    worker.close();
    broker.close();
  }

  @Test
  void task_sourceOutsideTheMediaDirectory_isRefusedBeforeASlotSeesIt() {
    List<String> keys =
        List.of(
            "",
            "..",
            "../" + SECRET,
            "a/../../" + SECRET,
            directory.resolve(SECRET).toString(),
            media.resolve(FakeSlot.SUCCEED).toString(),
            "/proc/self/environ",
            "/dev/zero",
            "link/" + SECRET,
            "link",
            "out",
            "\0");
    publish(keys.stream().map(key -> task(keys.indexOf(key), key, "film")));

    assertRefused(keys.size());
  }

  @Test
  void task_outputOutsideTheOutputTree_isRefusedAndNothingIsMade() throws IOException {
    List<String> keys =
        List.of(
            "",
            ".",
            "..",
            "../../made",
            "../made",
            "film/../../made",
            directory.resolve("made").toString(),
            "/etc/cron.d/x",
            "link/made",
            "link",
            "\0");
    publish(keys.stream().map(key -> task(keys.indexOf(key), FakeSlot.SUCCEED, key)));

    assertRefused(keys.size());
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(SECRET, FakeSlot.SUCCEED);
    }
    assertThat(directory.resolve("made")).doesNotExist();
    assertThat(media.resolve("made")).doesNotExist();
  }

  private void publish(Stream<Task> tasks) {
    broker.publish(Queue.TASKS, tasks.map(Tasks::message).toList());
  }

  private void assertRefused(int tasks) {
    await().until(() -> broker.reports().size() == 2 * tasks);
    List<Report> ends =
        broker.reports().stream().filter(report -> !(report instanceof Report.Started)).toList();
    assertThat(ends)
        .hasSize(tasks)
        .allSatisfy(
            report -> {
              assertThat(report).isInstanceOf(Report.Failed.class);
              assertThat(((Report.Failed) report).kind()).isEqualTo(FailureKind.BAD_INPUT);
            });
  }

  private static Task task(int number, String source, String output) {
    Task.EncodeAudio sample = (Task.EncodeAudio) LonelyWorker.encodeAudio();
    return new Task.EncodeAudio(
        Tasks.task("task-" + number, source).attempt(),
        source,
        output,
        sample.streamIndex(),
        sample.timeline(),
        sample.loudness(),
        sample.renditions());
  }
}
