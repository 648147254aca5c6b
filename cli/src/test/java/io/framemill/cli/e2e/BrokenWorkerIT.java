package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.command.DamagedProgram;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code transcode} makes of a failure of its own worker. */
class BrokenWorkerIT {
  @TempDir private Path directory;

  @Test
  void transcode_workerCannotGoOn_saysWhyLeavesNothingAndFails() throws IOException {
    String damage = DamagedProgram.withoutSlotThreads(directory.resolve("bad"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Path source = TestClip.at(directory.resolve("a.mp4")).size(64, 36).frames(10).write();

    try (FramemillProcess program =
        FramemillProcess.start(
            work,
            Map.of(),
            List.of(damage),
            List.of("transcode", "--slots", "1", source.toString()))) {
      assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
      assertThat(program.out()).isEmpty();
      assertThat(program.err())
          .contains("The worker failed (java.lang.ClassFormatError")
          .doesNotContain("This is a bug");
      assertThat(work).isEmptyDirectory();
    }
  }
}
