package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.testbroker.EndOfProcess;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of slots whose worker is killed. */
class OrphanIT {
  @TempDir private Path media;

  @Test
  void worker_killed_itsIdleAndItsBusySlotEnd() throws Exception {
    Wav.write(media.resolve(LonelyWorker.SOURCE), LonelyWorker.SOURCE_SECONDS);
    Process worker =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                LonelyWorker.class.getName(),
                media.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      List<ProcessHandle> slots = readSlots(worker.inputReader());
      assertThat(slots).hasSize(2).allMatch(ProcessHandle::isAlive);

      worker.destroyForcibly().waitFor();

      await().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
    } finally {
      worker.destroyForcibly();
    }
  }

  private static List<ProcessHandle> readSlots(BufferedReader output) throws Exception {
    return Arrays.stream(output.readLine().split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .collect(Collectors.toList());
  }
}
