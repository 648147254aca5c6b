package io.framemill.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.cli.console.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir Path directory;

  @Test
  void prepare_missing_isMadeAndGoneAgainIfNothingCameOfIt() {
    Path deep = directory.resolve("a/b/c");

    try (OutputDirectory prepared = OutputDirectory.prepare(deep, List.of("clip"))) {
      assertThat(deep).isDirectory();
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void close_somethingCameOfIt_staysWithItsParents() throws Exception {
    Path deep = directory.resolve("a/b");

    try (OutputDirectory prepared = OutputDirectory.prepare(deep, List.of("clip"))) {
      Files.createDirectory(deep.resolve("clip"));
    }

    assertThat(deep.resolve("clip")).exists();
  }

  @Test
  void close_directoryWasThere_stays() {
    OutputDirectory.prepare(directory, List.of()).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void prepare_placeOfAFile_isRefusedInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("taken"), "mine");

    assertThatThrownBy(() -> OutputDirectory.prepare(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is not a directory; choose another with -o DIR");
    assertThatThrownBy(() -> OutputDirectory.prepare(file.resolve("below"), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file.resolve("below") + ": is not writable (")
        .hasMessageNotContaining("\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void prepare_outputThatIsBeingWritten_isRefusedUntilThatEnds() {
    try (OutputDirectory first = OutputDirectory.prepare(directory, List.of("clip"))) {
      assertThatThrownBy(() -> OutputDirectory.prepare(directory, List.of("film", "clip")))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(directory + "/clip: in use by another process")
          .hasMessageNotContaining("\n");
      OutputDirectory.prepare(directory, List.of("film")).close();
    }

    OutputDirectory.prepare(directory, List.of("clip")).close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void prepare_nameAsLongAsNamesCanBe_isLocked() {
    OutputDirectory.prepare(directory, List.of("n".repeat(251))).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void prepare_linkInThePlaceOfTheLock_isRefusedAndNotFollowed() throws Exception {
    Path output = directory.resolve("shared");
    Path lock;
    try (OutputDirectory prepared = OutputDirectory.prepare(output, List.of("clip"))) {
      lock = only(output);
    }
    Files.createDirectory(output);
    Path victim = directory.resolve("victim");
    Files.createSymbolicLink(lock, victim);

    assertThatThrownBy(() -> OutputDirectory.prepare(output, List.of("clip")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            output
                + ": is not writable ("
                + lock
                + " is a symbolic link); choose another with -o DIR");
    assertThat(victim).doesNotExist();
    assertThat(lock).isSymbolicLink();
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
