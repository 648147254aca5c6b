package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.Directories;
import io.framemill.testbroker.EndOfProcess;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code framemill transcode} that is told to end in the middle. */
class InterruptIT {
  private static final int INTERRUPTED = 130;

  @TempDir Path directory;

  @Test
  void transcode_terminated_deletesWhatIsNotCompleteAndEndsItsSlots() throws Exception {
    Path profile = directory.resolve("slow.yaml");
    try (InputStream slow = InterruptIT.class.getResourceAsStream("slow.yaml")) {
      Files.copy(slow, profile);
    }
    try (FramemillProcess program =
        FramemillProcess.start(
            directory,
            Map.of(),
            List.of("transcode", "-p", profile.toString(), Samples.BUNNY.toString()))) {
      Cluster.patiently().until(() -> hasSegments() || !program.isAlive());
      List<ProcessHandle> slots = program.slots();

      program.terminate();

      assertThat(program.exitCode()).as("%s", program).isEqualTo(INTERRUPTED);
      assertThat(program.out()).isEmpty();
      assertThat(program.err()).contains("Interrupted").doesNotContain("\tat ");
      assertThat(directory.resolve("out")).doesNotExist();
      assertThat(slots).isNotEmpty();
      Cluster.patiently().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
    }
  }

  @Test
  void transcode_interruptedWhileItWaitsForAFile_endsWithThatCode() throws Exception {
    try (FramemillProcess program =
        FramemillProcess.start(
            directory,
            Map.of(),
            List.of("transcode", "--wait-for-stable", "3600", Samples.BUNNY.toString()))) {
      Cluster.patiently().until(() -> program.err().contains("Waiting") || !program.isAlive());

      program.interrupt();

      assertThat(program.exitCode()).as("%s", program).isEqualTo(INTERRUPTED);
      assertThat(program.err().lines()).hasSize(1);
      assertThat(directory.resolve("out")).doesNotExist();
    }
  }

  private boolean hasSegments() {
    return Directories.files(directory.resolve("out")).stream()
        .anyMatch(file -> file.toString().endsWith(".m4s"));
  }
}
