package io.framemill.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.EndOfProcess;
import io.framemill.worker.task.LonelyWorker;
import io.framemill.worker.task.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real slot, idle or at work, has of its worker's secrets and rights, by {@code /proc}. */
class SlotSecrecyIT {
  private static final String SECRET = "hush-4711";

  @TempDir private static Path media;
  private static Process worker;
  private static List<Path> slots;
  private static Path output;

  @BeforeAll
  static void start() throws IOException {
    Wav.write(media.resolve(LonelyWorker.SOURCE), LonelyWorker.SOURCE_SECONDS);
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            LonelyWorker.class.getName(),
            media.toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "FRAMEMILL_TOKEN", SECRET,
                "FRAMEMILL_BROKER", "amqp://worker:" + SECRET + "@localhost",
                "PGPASSWORD", SECRET,
                "AWS_SECRET_ACCESS_KEY", SECRET,
                "JAVA_TOOL_OPTIONS", "-Dsecret=" + SECRET));
    worker = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    slots =
        Stream.of(worker.inputReader().readLine().split(" "))
            .map(pid -> Path.of("/proc", pid))
            .toList();
    output = media.toRealPath().resolve("out");
  }

  /** Waits for the slots, too: one writes to a directory that is deleted next. */
  @AfterAll
  static void end() {
    worker.destroyForcibly();
    EndOfProcess.await(worker.toHandle());
    slots.forEach(slot -> ProcessHandle.of(pid(slot)).ifPresent(EndOfProcess::await));
  }

  @Test
  void environmentAndCommandLine_ofEachSlot_holdNoSecret() throws IOException {
    assertThat(read(program(), "environ")).contains(SECRET);
    for (Path slot : slots) {
      assertThat(read(slot, "environ"))
          .contains("PATH=")
          .doesNotContain(SECRET, "FRAMEMILL_", "AWS_", "PGPASSWORD", "JAVA_TOOL_OPTIONS");
      assertThat(read(slot, "cmdline")).contains("SlotMain").doesNotContain(SECRET, "amqp:");
    }
  }

  @Test
  void openFiles_ofEachSlot_areItsPipesAndItsOwn() {
    Collection<String> ofTheWorker = OpenFiles.lasting(worker.pid()).values();
    for (Path slot : slots) {
      Collection<String> open = OpenFiles.lasting(pid(slot)).values();
      assertThat(open)
          .filteredOn(target -> target.startsWith("pipe:"))
          .as("standard input, output and error")
          .hasSize(3);
      // The JVM keeps half a pair of its own to close others with.
      assertThat(open)
          .filteredOn(target -> target.startsWith("socket:"))
          .hasSizeLessThan(2)
          .doesNotContainAnyElementsOf(ofTheWorker);
      assertThat(open)
          .filteredOn(target -> !isOutput(target))
          .allMatch(
              target ->
                  target.matches(
                      "(pipe|socket):.*|/dev/u?random|.*\\.(jar|jsa|so|wav)|.*/modules"));
    }
  }

  @Test
  void rights_ofEachSlot_areLessThanItsWorkers() throws IOException {
    for (Path slot : slots) {
      String[] afterName = read(slot, "stat").replaceAll("(?s).*\\) ", "").split(" ");
      // proc(5): the niceness is field 19, the name field 2.
      assertThat(afterName[16]).as("niceness").isEqualTo("10");
      assertThat(read(slot, "status")).containsPattern("NoNewPrivs:\\s*1\\n");
      assertThat(read(slot, "status")).containsPattern("Umask:\\s*\\d*[2367]\\n");
      assertThat(read(slot, "oom_score_adj")).isEqualTo("500\n");
      assertThat(read(slot, "limits")).containsPattern("Max core file size\\s+0\\s+0\\s");
    }
  }

  private static Path program() {
    return Path.of("/proc", Long.toString(worker.pid()));
  }

  /** Of the task that the slot works on: one file after the other, some with temporary names. */
  private static boolean isOutput(String target) {
    return target.startsWith(output.toString() + "/");
  }

  private static long pid(Path process) {
    return Long.parseLong(process.getFileName().toString());
  }

  private static String read(Path process, String file) throws IOException {
    return new String(Files.readAllBytes(process.resolve(file)), UTF_8);
  }
}
