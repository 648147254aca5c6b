package io.framemill.worker.media.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.worker.media.failure.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTreeTest {
  @TempDir private Path directory;

  @Test
  void directory_notThere_isMadeWithItsParents() throws IOException {
    Path made = OutputTree.directory(directory.resolve("job"), "video/720p");

    assertThat(made).isEqualTo(directory.resolve("job/video/720p")).isDirectory();
    assertThat(OutputTree.directory(directory.resolve("job"), "video/720p")).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"video", "video/720p"})
  void create_linkInItsPlace_isRefusedAndNothingIsMadeBehindIt(String place) throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path output = Files.createDirectory(directory.resolve("job"));
    Files.createDirectories(output.resolve(place).resolveSibling("x"));
    Files.createSymbolicLink(output.resolve(place), elsewhere);

    assertThatExceptionOfType(OutputException.class)
        .isThrownBy(() -> TrackDirectory.create(output, "video/720p"))
        .withMessageContaining(place)
        .withMessageContaining("symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }
}
