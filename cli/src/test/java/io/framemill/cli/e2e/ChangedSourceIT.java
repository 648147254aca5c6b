package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.Directories;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that somebody still writes to. */
class ChangedSourceIT {
  private static final int FAILED = 1;

  @TempDir Path directory;

  @Test
  void transcode_fileGrowsMeanwhile_failsAndSaysSoAndLeavesNothing() throws Exception {
    Path film = Files.copy(Samples.BUNNY, directory.resolve("film.mp4"));
    long sizeBytes = Files.size(film);
    Path profile = directory.resolve("slow.yaml");
    try (InputStream slow = ChangedSourceIT.class.getResourceAsStream("slow.yaml")) {
      Files.copy(slow, profile);
    }
    try (FramemillProcess program =
        FramemillProcess.start(
            directory,
            Map.of(),
            List.of("transcode", "-q", "-p", profile.toString(), film.toString()))) {
      Cluster.patiently().until(() -> hasSegments() || !program.isAlive());

      Files.write(film, new byte[1000], StandardOpenOption.APPEND);

      assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
      assertThat(program.err())
          .contains(
              "film.mp4: the source changed while it was read ("
                  + sizeBytes
                  + " bytes when it was inspected, "
                  + (sizeBytes + 1000)
                  + " bytes now); submit it when it is complete");
      assertThat(program.out()).isEmpty();
      assertThat(directory.resolve("out")).doesNotExist();
    }
  }

  private boolean hasSegments() {
    return Directories.files(directory.resolve("out")).stream()
        .anyMatch(file -> file.toString().endsWith(".m4s"));
  }
}
